import * as z from 'zod'
import type { Json, StateBackend } from '@espalier/core'
import { concludeLine, graphThoughts, parseLabel, thoughtBackend, type ThoughtState } from '@espalier/latent'
import { GRAPH_SLOTS } from '@espalier/models'
import {
  formatQuestion,
  generateGraphs,
  isTaskError,
  parseQuestion,
  type GraphQuestion,
  type GraphSizeName,
} from '@espalier/tasks'
import type { CatalogTask } from '../catalog-task.ts'

/** Name of the task in specs and logs. */
export const PROSQA_TASK = 'prosqa'

/** With so many statements a question, its concepts and a line of twelve thoughts fit into the 512 positions of the embedded model. */
const MAX_STATEMENTS = 480

const problemSchema = z.strictObject({
  question: z
    .string()
    .min(1)
    .superRefine((text, context) => {
      const fault = questionFault(text)
      if (fault !== null) context.addIssue({ code: 'custom', message: fault })
    })
    .describe(
      `Statements and a question: "Every lempus is a zumpus. Tom is a lempus. Is Tom a zumpus or scrompus?" At most ${GRAPH_SLOTS} names.`,
    ),
})

/** Graph questions (ProsQA) by name. A step is a statement in words, a thought that leans towards one, or a thought as it is. */
export function prosqaTask(): CatalogTask {
  const thoughts = graphThoughts()
  const backend = thoughtBackend(thoughts)
  return {
    name: PROSQA_TASK,
    about: 'Which of two concepts is it? Follow statements from the individual to one of them: ProsQA.',
    problem: problemSchema,
    examples: EXAMPLES.map(([size, seed]) => ({
      question: formatQuestion(generateGraphs(size, 1, seed)[0]!.question),
    })),
    backend: {
      ...(backend as StateBackend<unknown, unknown, unknown>),
      root: (problem) => backend.root(questionOf(problem)),
    },
    describe: (problem) => {
      const { question: text } = problemSchema.parse(problem)
      return { problem: { task: PROSQA_TASK, question: text }, label: labelOf(parseQuestion(text)) }
    },
    conclude: (state, readOut) => concludeLine(thoughts, state as ThoughtState<GraphQuestion>, readOut),
    read: (text) => (questionFault(text) === null ? { question: text } : null),
    parse: (state, label) => parseLabel(thoughts, state as ThoughtState<GraphQuestion>, label),
    recognise: (logged) => {
      if (typeof logged !== 'object' || logged === null || Array.isArray(logged)) return null
      const { task, ...rest } = logged as { readonly task?: Json }
      if (task !== PROSQA_TASK) return null
      const parsed = problemSchema.safeParse(rest)
      return parsed.success ? parsed.data : null
    },
  }
}

/** Size and seed of the examples: none is of a held-out set. */
const EXAMPLES: readonly (readonly [GraphSizeName, number])[] = [
  ['tiny', 3],
  ['official', 3],
  ['large', 3],
]

function questionOf(problem: Json): GraphQuestion {
  return parseQuestion(problemSchema.parse(problem).question)
}

function labelOf({ symbols, edges, root, options }: GraphQuestion): string {
  const [first, second] = options.map((option) => symbols[option]!) as [string, string]
  const count = edges.length === 1 ? '1 statement' : `${edges.length} statements`
  return `Is ${symbols[root]!} a ${first} or ${second}? (${count})`
}

/** What is wrong with a text as a question, in words; null if nothing is. */
function questionFault(text: string): string | null {
  try {
    const { symbols, edges } = parseQuestion(text)
    if (symbols.length > GRAPH_SLOTS) return `got ${symbols.length} names, expected at most ${GRAPH_SLOTS}`
    if (edges.length > MAX_STATEMENTS) return `got ${edges.length} statements, expected at most ${MAX_STATEMENTS}`
    return null
  } catch (error) {
    if (isTaskError(error)) return error.message
    throw error
  }
}
