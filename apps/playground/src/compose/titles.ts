import type { StateKind } from '@espalier/protocol'

const TASKS: ReadonlyMap<string, string> = new Map([
  ['countdown', 'Countdown (numbers)'],
  ['prosqa', 'Graph questions (ProsQA)'],
  ['seating', 'Seating puzzles'],
  ['code', 'A function by its tests'],
  ['text', 'A question in words'],
])

/** A task as people call it; its name where nobody does. */
export const taskTitle = (name: string): string => TASKS.get(name) ?? name

const STATES: Readonly<Record<StateKind, { readonly title: string; readonly about: string }>> = {
  text: { title: 'in words', about: 'States are in words: every step can be read as it was written.' },
  vectors: {
    title: 'in vectors',
    about: 'States are in vectors: a step is a thought that is fed back to the model, and read out only to be shown.',
  },
  both: {
    title: 'in words and vectors',
    about: 'States are in both: steps in words and thoughts in vectors stand side by side in one tree.',
  },
}

/** What a model reasons in, in two words. */
export const statesTitle = (states: StateKind): string => STATES[states].title

/** The same in a sentence. */
export const statesAbout = (states: StateKind): string => STATES[states].about
