import { keyedDraw } from '@espalier/core'
import type { Message, Role, RoleName, Roles } from '@espalier/self-play'

/**
 * A small world of self-play: prompts ask for a letter that says three things. The actor forgets some, but for birthdays; the judge looks for them
 * and errs now and then; the refiner puts one of them in, or loses one, mostly loses of bridges, and finds nothing to say about broken clocks.
 * Everything follows from the seeds of the calls.
 */
const TOPICS = [
  'the harvest',
  'a lost umbrella',
  'the new bridge',
  'a birthday',
  'the orchard in winter',
  'a broken clock',
]
const PLACES = ['at the old mill', 'in the reading room', 'by the north gate', 'behind the bakery']
const DAYS = ['on Tuesday at nine', 'on the first of May', 'next Sunday after lunch', 'tonight before eight']
const CLOSINGS = ['Yours, Ada', 'With kind regards, the committee', 'Until then, Tom', 'Faithfully, your neighbour']

const pick = <T>(from: readonly T[], i: number): T => from[i % from.length]!

export const letterPrompts = (count: number): { readonly id: string; readonly prompt: string }[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `letter-${i + 1}`,
    prompt: [
      `Write a short letter about ${pick(TOPICS, i)}.`,
      `It must say where: "${pick(PLACES, i * 5 + 1)}".`,
      `It must say when: "${pick(DAYS, i * 3 + 2)}".`,
      `It must end with: "${pick(CLOSINGS, i * 7 + 3)}".`,
    ].join('\n'),
  }))

/** What a prompt wants to read, in order. */
const wantedBy = (prompt: string): readonly string[] =>
  ['where', 'when', 'with'].map((word) => new RegExp(`${word}: "([^"]*)"`).exec(prompt)![1]!)

const topicOf = (prompt: string): string => /about (.*)\./.exec(prompt)![1]!

export const follows = (prompt: string, letter: string): boolean => {
  const wanted = wantedBy(prompt)
  return wanted.every((part) => letter.includes(part)) && letter.endsWith(wanted[2]!)
}

function letterOf(prompt: string, has: readonly boolean[], seed: number): string {
  const [where, when, closing] = wantedBy(prompt)
  const topic = topicOf(prompt)
  const opening = pick(
    [
      `I write to you about ${topic}.`,
      `Have you heard about ${topic}?`,
      `There is something to be said about ${topic}.`,
    ],
    seed,
  )
  return [
    pick(['Dear friend,', 'Good day,', 'To whom it may concern,'], seed >> 3),
    [
      opening,
      has[0] === true ? `We meet ${where} as we always do.` : 'We meet where we always do.',
      has[1] === true ? `Please be there ${when}.` : 'Please do not be late.',
      pick(['Bring a coat and a good story.', 'Nobody else knows yet.', 'There will be tea and plum cake.'], seed >> 5),
    ].join(' '),
    has[2] === true ? closing! : 'See you soon.',
  ].join('\n\n')
}

const hasOf = (prompt: string, letter: string): boolean[] => wantedBy(prompt).map((part) => letter.includes(part))

function actor(messages: readonly Message[], n: number, seed: number): readonly string[] {
  const prompt = messages[0]!.content
  return Array.from({ length: n }, (_, i) =>
    letterOf(
      prompt,
      [0, 1, 2].map((k) => keyedDraw(seed, i, k) < (topicOf(prompt) === 'a birthday' ? 0.995 : 0.55)),
      (seed + 977 * i) & 0xffff,
    ),
  )
}

const shown = (messages: readonly Message[]): string =>
  /Output: "([\s\S]*)"\n\nGo through/.exec(messages[0]!.content)![1]!

function judge(messages: readonly Message[], n: number, seed: number): readonly string[] {
  const [prompt, letter] = [messages[0]!.content, shown(messages)]
  const has = hasOf(prompt, letter)
  const met = has.filter(Boolean).length
  const chance = follows(prompt, letter) ? 0.92 : [0, 0.05, 0.3, 0.4][met]!
  return Array.from({ length: n }, (_, i) => {
    const draw = keyedDraw(seed, i, 0)
    if (draw > 0.985) return 'I find this hard to say without knowing the reader.'
    const missing = wantedBy(prompt).filter((_, k) => has[k] === false)
    const lines = [
      'The letter is polite and keeps to its topic.',
      missing.length === 0
        ? 'Everything that was asked for is in it.'
        : `I do not find ${missing.map((part) => `"${part}"`).join(' and ')}.`,
    ]
    return `${lines.join('\n')}\n\nFinal Judgement (if the Output accurately follows the Prompt): ${draw < chance ? 'Yes' : 'No'}`
  })
}

function refiner(messages: readonly Message[], _: number, seed: number): readonly string[] {
  const [prompt, letter] = [messages[0]!.content, shown(messages)]
  const has = hasOf(prompt, letter)
  if (topicOf(prompt) === 'a broken clock' || keyedDraw(seed, 0, 0) < 0.08) return ['I would leave it as it is.']
  const missing = [0, 1, 2].filter((k) => has[k] === false)
  const there = [0, 1, 2].filter((k) => has[k] === true)
  const change = keyedDraw(seed, 0, 1) < (topicOf(prompt) === 'the new bridge' ? 0.1 : 0.75) ? missing : there
  const at = change[Math.floor(keyedDraw(seed, 0, 2) * change.length)]
  const next = has.map((value, k) => (k === at ? !value : value))
  const better = letterOf(prompt, next, seedOf(letter, seed))
  return [
    `Reflection on how to refine the Output: ${at === undefined ? 'little is to be done.' : 'it should say what it leaves out.'}\nFinal Refined Output: [[start]] ${better} [[end]]`,
  ]
}

/** Mostly the words that were there, so that a refinement is of its parent. */
function seedOf(letter: string, seed: number): number {
  if (keyedDraw(seed, 0, 3) < 0.3) return seed & 0xffff
  const openings = ['I write to you', 'Have you heard', 'There is something']
  const greetings = ['Dear friend', 'Good day', 'To whom']
  const asides = ['Bring a coat', 'Nobody else', 'There will be']
  const place = (all: readonly string[]): number =>
    Math.max(
      0,
      all.findIndex((text) => letter.includes(text)),
    )
  for (let trial = 0; trial < 0x10000; trial++)
    if (trial % 3 === place(openings) && (trial >> 3) % 3 === place(greetings) && (trial >> 5) % 3 === place(asides))
      return trial
  return 0
}

const WRITE: Readonly<Record<RoleName, typeof actor>> = { actor, judge, refiner }

/** What a part writes, for endpoints. */
export const writeLetters = (
  name: RoleName,
  messages: readonly Message[],
  n: number,
  seed: number,
): readonly string[] => WRITE[name](messages, n, seed)

export function letterRoles(): Roles {
  const role =
    (name: RoleName): Role =>
    (messages, { n, seed }) =>
      Promise.resolve({
        texts: writeLetters(name, messages, n, seed),
        usage: { calls: 1, promptTokens: 200, completionTokens: 60 * n },
      })
  return { actor: role('actor'), judge: role('judge'), refiner: role('refiner') }
}
