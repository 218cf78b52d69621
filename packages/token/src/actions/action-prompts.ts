import type { ActedState, Action } from './action.ts'

/** What all calls share. */
export const SOLVE =
  'Solve the problem step by step. Each time you are told which kind of step to write; write nothing else. A step that reaches the answer of the problem ends with "Answer: …".'

/** The problem and the steps so far; a child's begins with all of its parent's. */
export function actedPrompt({ question, steps }: ActedState): string {
  const lines = steps.map(({ action, text }, i) => `${i + 1}. ${INTRODUCED[action]}${text}\n`)
  return `Problem:\n${question}\n\nSteps so far:\n${lines.join('')}`
}

const INTRODUCED: Readonly<Record<Action, string>> = {
  thought: '',
  rest: '',
  'sub-question': '',
  're-answer': 'The answer to this question anew, which counts from here on: ',
  rephrase: 'The problem in other words, to be solved from here on: ',
}

/** What is only this call's, at the end. */
export const TASKS: Readonly<Record<Action, string>> = {
  thought: 'Now write the next step only, as one line.',
  rest: 'Now write all the remaining steps, a line each, down to the answer.',
  'sub-question':
    'Now write the next smaller question that has to be answered on the way, and its answer, as two lines: "Q: …" and "A: …". Where only the problem itself is left, it is the question.',
  're-answer': 'Now answer the last question above again, from scratch and carefully, as one line.',
  rephrase: 'Now write the problem in other words: every condition as a line, then what is asked for. Do not solve it.',
}

/** What a reply comes to as a step; null where it is none of its kind. */
export function readAction(action: Action, reply: string): string | null {
  const text = reply.trim()
  if (action !== 'sub-question') return text === '' ? null : text
  const match = /^Q(?:uestion)?:[ \t]*(\S[^\n]*)\nA(?:nswer)?:[ \t]*(\S[\s\S]*)$/.exec(text)
  return match === null ? null : `Q: ${match[1]!.trim()}\nA: ${match[2]!.trim()}`
}

/** What ends a reply of one line. */
export const STOPS: Readonly<Partial<Record<Action, readonly string[]>>> = { thought: ['\n'], 're-answer': ['\n'] }
