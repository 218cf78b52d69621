import { shown, TaskError } from '../task-error.ts'
import { childrenOf, type GraphQuestion } from './question.ts'

export const INDIVIDUAL = /^[A-Z][A-Za-z0-9-]*$/
export const CONCEPT = /^[a-z][A-Za-z0-9-]*$/

/**
 * Checks that a question is one: distinct names, of which individuals begin with a capital; distinct statements between its nodes, leading
 * to concepts and never round in a circle; an individual to ask about and two concepts to choose from, all three in statements. Which
 * option can be reached is not looked at. Throws a TaskError INVALID_QUESTION.
 */
export function checkQuestion(question: GraphQuestion): void {
  const { symbols, edges, root, options } = question
  const seen = new Set<string>()
  symbols.forEach((symbol, node) => {
    if (!INDIVIDUAL.test(symbol) && !CONCEPT.test(symbol))
      throw invalidQuestion(
        `symbols[${node}]`,
        symbol,
        'a name of letters, digits and hyphens that begins with a letter',
      )
    if (seen.has(symbol)) throw invalidQuestion(`symbols[${node}]`, symbol, 'a name that no other node has')
    seen.add(symbol)
  })
  const isNode = (node: number): boolean => Number.isInteger(node) && node >= 0 && node < symbols.length
  const known = new Set<string>()
  edges.forEach(([from, to], i) => {
    const where = `edges[${i}]`
    if (!isNode(from) || !isNode(to)) throw invalidQuestion(where, `[${from}, ${to}]`, 'two nodes')
    if (!CONCEPT.test(symbols[to]!)) throw invalidQuestion(where, symbols[to], 'a statement that leads to a concept')
    if (known.has(`${from} ${to}`)) throw invalidQuestion(where, `[${from}, ${to}] again`, 'each statement once')
    known.add(`${from} ${to}`)
  })
  const circle = firstInCircle(question)
  if (circle !== -1) throw invalidQuestion(`edges[${circle}]`, 'a circle', 'statements that lead round in none')
  const mentioned = new Set(edges.flat())
  if (!isNode(root) || !INDIVIDUAL.test(symbols[root]!) || !mentioned.has(root))
    throw invalidQuestion('root', symbols[root] ?? root, 'an individual that a statement is about')
  for (const option of options)
    if (!isNode(option) || !CONCEPT.test(symbols[option]!) || !mentioned.has(option))
      throw invalidQuestion('options', symbols[option] ?? option, 'a concept that a statement mentions')
  if ((options as readonly number[]).length !== 2 || options[0] === options[1])
    throw invalidQuestion('options', `[${options.join(', ')}]`, 'two concepts that differ')
}

/** The first statement, in the order of the text, that closes a circle with those before it; -1 if none does. */
export function firstInCircle({ symbols, edges }: Pick<GraphQuestion, 'symbols' | 'edges'>): number {
  const closes = (count: number): boolean => {
    const plain = { symbols, edges: edges.slice(0, count), root: 0, options: [0, 0] } as const
    const children = childrenOf(plain)
    const waiting = new Int32Array(symbols.length)
    for (const [, to] of plain.edges) waiting[to]!++
    const free = [...symbols.keys()].filter((node) => waiting[node] === 0)
    for (const node of free) for (const child of children[node]!) if (--waiting[child]! === 0) free.push(child)
    return free.length < symbols.length
  }
  if (!closes(edges.length)) return -1
  let [open, closed] = [0, edges.length]
  while (closed - open > 1) {
    const middle = (open + closed) >> 1
    if (closes(middle)) closed = middle
    else open = middle
  }
  return closed - 1
}

export function invalidQuestion(where: string, got: unknown, expected: string): TaskError {
  return new TaskError('INVALID_QUESTION', 'Not a question about a graph', { got: shown(got), expected, where })
}
