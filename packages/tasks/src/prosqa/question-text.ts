import { CONCEPT, firstInCircle, INDIVIDUAL, invalidQuestion } from './check-question.ts'
import type { GraphQuestion } from './question.ts'
import { formatStatement, STATEMENT } from './statement-text.ts'

/** Longer texts are refused unread: some 5,000 statements. */
const MAX_QUESTION_CHARS = 200_000
const REST = '[A-Za-z0-9-]*'
const QUESTION = new RegExp(`^Is ([A-Z]${REST}) an? ([a-z]${REST}) or (?:an? )?([a-z]${REST})$`)

/**
 * The official wording on one line: "Every lempus is a zumpus. Tom is a lempus. Is Tom a zumpus or scrompus?" A node that no statement
 * mentions is not in the text.
 */
export function formatQuestion(question: GraphQuestion): string {
  const { symbols, edges, root, options } = question
  const statements = edges.map(([from, to]) => formatStatement(question, from, to))
  return [...statements, `Is ${symbols[root]!} a ${symbols[options[0]]!} or ${symbols[options[1]]!}?`].join(' ')
}

/**
 * Reads the official wording. Nodes are numbered as they are first mentioned. White space and line ends may be any, "an" is read as "a",
 * also before the second option. A statement that comes again says nothing new and counts once; statements that lead round in a circle are
 * refused, as the graphs of the task have none. Which option can be reached is not looked at.
 *
 * Throws a TaskError INVALID_QUESTION that names the statement, from 1, or the question.
 */
export function parseQuestion(text: string): GraphQuestion {
  if (text.length > MAX_QUESTION_CHARS)
    throw invalidQuestion('text', `${text.length} characters`, `at most ${MAX_QUESTION_CHARS}`)
  const sentences = text.match(/[^.?]*[.?]|[^.?]+$/g)?.map((sentence) => sentence.trim().replace(/\s+/g, ' ')) ?? []
  if (sentences.at(-1) === '') sentences.pop()
  if (sentences.length === 0) throw invalidQuestion('text', text, 'statements and a question')
  const last = sentences.pop()!
  const { symbols, edges, places } = readStatements(sentences)
  const circle = firstInCircle({ symbols, edges })
  if (circle !== -1)
    throw invalidQuestion(`statement ${places[circle]!}`, sentences[places[circle]! - 1], 'no way round in a circle')
  const match = last.endsWith('?') ? QUESTION.exec(last.slice(0, -1).trimEnd()) : null
  if (match === null) throw invalidQuestion('question', last, '"Is Tom a lempus or scrompus?" at the end')
  const [root, first, second] = match.slice(1).map((name) => {
    const node = symbols.indexOf(name)
    if (node < 0) throw invalidQuestion('question', name, 'a name that the statements mention')
    return node
  }) as [number, number, number]
  if (first === second) throw invalidQuestion('question', symbols[first], 'two options that differ')
  return { symbols, edges, root, options: [first, second] }
}

function readStatements(sentences: readonly string[]) {
  const symbols: string[] = []
  const edges: [number, number][] = []
  /** The number of the sentence that each statement is in. */
  const places: number[] = []
  const nodes = new Map<string, number>()
  const known = new Set<string>()
  const nodeOf = (name: string): number => {
    const node = nodes.get(name) ?? symbols.push(name) - 1
    nodes.set(name, node)
    return node
  }
  sentences.forEach((sentence, i) => {
    const where = `statement ${i + 1}`
    const match = sentence.endsWith('.') ? STATEMENT.exec(sentence.slice(0, -1).trimEnd()) : null
    if (match === null) throw invalidQuestion(where, sentence, '"Tom is a lempus." or "Every lempus is a zumpus."')
    const [, concept, individual, object] = match as unknown as [string, string | undefined, string | undefined, string]
    if (concept !== undefined && !CONCEPT.test(concept))
      throw invalidQuestion(where, sentence, 'a concept in small letters after "Every"')
    if (individual !== undefined && !INDIVIDUAL.test(individual))
      throw invalidQuestion(where, sentence, '"Every" before a concept, or an individual with a capital letter')
    if (!CONCEPT.test(object)) throw invalidQuestion(where, sentence, 'a concept in small letters at the end')
    const edge: [number, number] = [nodeOf(concept ?? individual!), nodeOf(object)]
    if (known.has(String(edge))) return
    known.add(String(edge))
    edges.push(edge)
    places.push(i + 1)
  })
  return { symbols, edges, places }
}
