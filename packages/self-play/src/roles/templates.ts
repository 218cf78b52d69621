import type { Message } from './role.ts'

/** The words around prompts and answers. Replies are read by their markers, so whoever writes others must ask for the same ones. */
export interface Templates {
  /** What the judge is asked. Must ask for `Final Judgement: Yes` or `No` at the end. */
  judge(prompt: string, response: string): string
  /** What the refiner is asked after the judge's critique. Must ask for the answer between `[[start]]` and `[[end]]`. */
  readonly refine: string
}

/** Our wording of what SPaR asks for (Cheng 2025, App. C): the same tasks, the same shapes of reply. */
export const DEFAULT_TEMPLATES: Templates = {
  judge: (prompt, response) =>
    [
      'You are an expert in checking whether instructions were followed. Below are a Prompt and an Output written for it.',
      'Decide whether the Output does exactly what the Prompt asks. Name every constraint of the Prompt that the Output does not meet.',
      '',
      `Prompt: "${prompt}"`,
      '',
      `Output: "${response}"`,
      '',
      'Go through the constraints one by one, then judge. Write in this form:',
      'Step-by-step verification: ...',
      'Final Judgement (if the Output accurately follows the Prompt): (Yes or No)',
    ].join('\n'),
  refine: [
    'With your judgement in mind, rewrite the Output so that it does exactly what the Prompt asks. Change only what has to change, and meet every constraint.',
    '',
    'Write in this form:',
    'Reflection on how to refine the Output: ...',
    'Final Refined Output: [[start]] ... [[end]]',
  ].join('\n'),
}

/** One turn: judge this. */
export function judgeMessages(templates: Templates, prompt: string, response: string): readonly Message[] {
  return [{ role: 'user', content: templates.judge(prompt, response) }]
}

/** Three turns: judge this, the critique that was given, refine it (Cheng 2025, §2.3). */
export function refineMessages(
  templates: Templates,
  prompt: string,
  response: string,
  critique: string,
): readonly Message[] {
  return [
    ...judgeMessages(templates, prompt, response),
    { role: 'assistant', content: critique },
    { role: 'user', content: templates.refine },
  ]
}
