import { keyedDraw, type Usage } from '@espalier/core'
import type { Completions, Message, Role, RoleName, Roles, Sampling } from '../src/index.ts'

export interface Heard {
  readonly role: RoleName
  readonly messages: readonly Message[]
  readonly sampling: Sampling
}

/** What a role writes, from what it hears alone. */
export type Script = (messages: readonly Message[], sampling: Sampling) => readonly string[]

export const YES =
  'Step-by-step verification: all met.\nFinal Judgement (if the Output accurately follows the Prompt): Yes'
export const NO =
  'Step-by-step verification: one is not met.\nFinal Judgement (if the Output accurately follows the Prompt): No'
export const MUMBLE = 'I would rather not say.'

/** A reply that refines into this answer. */
export const refinedInto = (answer: string): string =>
  `Reflection on how to refine the Output: mend it.\nFinal Refined Output: [[start]] ${answer} [[end]]`

const times = (n: number, text: string): string[] => Array.from({ length: n }, () => text)

/** Roles by scripts; each hears what it is asked. Default: answers that are always judged No, by critics who are never satisfied. */
export function scriptedRoles(scripts: Partial<Record<RoleName, Script>> = {}, heard: Heard[] = []): Roles {
  const all: Record<RoleName, Script> = {
    actor: (messages, { n, seed }) =>
      Array.from({ length: n }, (_, i) => `draft ${seed}.${i} of ${messages[0]!.content}`),
    judge: (_, { n }) => times(n, NO),
    refiner: (_, { seed }) => [refinedInto(`refined ${seed}`)],
    ...scripts,
  }
  const role =
    (name: RoleName): Role =>
    (messages, { signal: _, ...sampling }) => {
      heard.push({ role: name, messages, sampling })
      const texts = all[name](messages, sampling)
      return Promise.resolve({ texts, usage: usageOf(messages, texts) })
    }
  return { actor: role('actor'), judge: role('judge'), refiner: role('refiner') }
}

export function usageOf(messages: readonly Message[], texts: Completions['texts']): Usage {
  const length = (all: readonly string[]): number => all.reduce((sum, text) => sum + text.length, 0)
  return { calls: 1, promptTokens: length(messages.map(({ content }) => content)), completionTokens: length(texts) }
}

/** The answer that judge or refiner was shown. */
export function shownAnswer(messages: readonly Message[]): string {
  return /Output: "([\s\S]*)"\n\nGo through/.exec(messages[0]!.content)![1]!
}

/** Votes that fall Yes as often as an answer's last number says, in tenths; one in ten cannot be read. From the seed alone. */
export const votesByQuality: Script = (messages, { n, seed }) => {
  const quality = Number(/(\d+)$/.exec(shownAnswer(messages))?.[1] ?? 0)
  return Array.from({ length: n }, (_, i) => {
    if (keyedDraw(seed, 1, i) < 0.1) return MUMBLE
    return keyedDraw(seed, 0, i) * 10 < quality ? YES : NO
  })
}

/** A world with luck in it: answers with a quality of 0 to 9, votes by it, refinements that mostly mend, replies that now and then hold none. */
export const LUCKY: Record<RoleName, Script> = {
  actor: (_, { n, seed }) =>
    Array.from({ length: n }, (_, i) => `draft ${seed % 9973} of quality ${Math.floor(keyedDraw(seed, 2, i) * 8)}`),
  judge: votesByQuality,
  refiner: (messages, { seed }) => {
    if (keyedDraw(seed, 3, 0) < 0.15) return ['I cannot think of anything better.']
    const before = Number(/(\d+)$/.exec(shownAnswer(messages))![1])
    const after = Math.min(9, Math.max(0, before + Math.floor(keyedDraw(seed, 4, 0) * 5) - 1))
    return [refinedInto(`refined ${seed % 9973} of quality ${after}`)]
  },
}

export const somePrompts = (count: number): { readonly id: string; readonly prompt: string }[] =>
  Array.from({ length: count }, (_, i) => ({ id: `p${i}`, prompt: `Write a line about the number ${i}.` }))
