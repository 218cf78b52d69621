import * as z from 'zod'
import type { Catalog, CatalogModel, CatalogTask } from '@espalier/catalog'
import type { Json } from '@espalier/core'

/** Stands in every text that a step, a critique, a refusal or an error of these searches has, and nowhere else. */
export const CANARY = 'the canary sings'

/** What the searches find, which is no secret. */
export const ANSWER = 'forty-two'

interface State {
  readonly steps: readonly string[]
  readonly breaks: boolean
}

const DEPTH = 3
const problemSchema = z.strictObject({ sings: z.literal(true), breaks: z.boolean().default(false) })

const isEnd = ({ steps }: State): boolean => steps.length >= DEPTH

/** A task whose every step says the canary. `breaks`: what it comes to cannot be told, for a mistake that says the canary too. */
const task: CatalogTask = {
  name: 'singing',
  about: 'Lines of three steps.',
  problem: problemSchema,
  examples: [{ sings: true }],
  backend: {
    name: 'singing',
    root: (problem): State => ({ steps: [], breaks: (problem as { readonly breaks: boolean }).breaks }),
    extend: (state, step) => ({ ...(state as State), steps: [...(state as State).steps, step as string] }),
    isTerminal: (state) => isEnd(state as State),
    answer: (state) => (isEnd(state as State) ? ANSWER : null),
    label: (step) => step as string,
  },
  describe: (problem) => ({ problem: { task: 'singing', ...(problem as object) }, label: 'a problem' }),
  read: (text) => (text.trim() === 'sing' ? { sings: true, breaks: false } : null),
  parse: (_state, label) => (label.startsWith(CANARY) ? label : null),
  conclude: (state) => {
    if ((state as State).breaks) throw new Error(`${CANARY} in a mistake of the program`)
    return { answer: ANSWER, statements: [`${CANARY} in a statement`], standing: 'unverified' }
  },
  recognise: (logged) => {
    const { task: name, ...rest } = (logged ?? {}) as { readonly task?: Json }
    const parsed = problemSchema.safeParse(rest)
    return name === 'singing' && parsed.success ? parsed.data : null
  },
}

const model: CatalogModel = {
  name: 'singer',
  about: 'Says the canary whatever it is asked.',
  tasks: ['singing'],
  states: 'text',
  createExpand: () => ({
    expand: (trial) => {
      if (trial.id % 7 === 3) return Promise.reject(Object.assign(new Error(`${CANARY} in an error`), { code: 'busy' }))
      const first = trial.existing.length
      return Promise.resolve({
        value: trial.evaluate ? 0.1 + 0.1 * trial.depth : null,
        proposals: Array.from({ length: trial.want }, (_, k) => ({
          step: `${CANARY} ${trial.node}.${first + k}`,
          prior: 1 / (k + 1),
        })),
        rejected: [{ label: `${CANARY}, refused`, reason: 'duplicate' }],
        critique: `${CANARY} in a critique`,
        detail: {
          evaluation: {
            type: 'votes',
            undecided: null,
            ballots: [[{ value: 1, said: 'Yes', reply: `${CANARY} in a vote` }]],
          },
        },
        usage: { calls: 1, promptTokens: 10, completionTokens: 5 },
      })
    },
    dispose: () => {},
  }),
}

export const singingCatalog: Catalog = { tasks: [task], models: [model] }
