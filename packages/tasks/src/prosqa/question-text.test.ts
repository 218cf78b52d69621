import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTaskError } from '../task-error.ts'
import { checkQuestion } from './check-question.ts'
import { generateGraphs } from './generate.ts'
import type { GraphQuestion } from './question.ts'
import { formatQuestion, parseQuestion } from './question-text.ts'
import { formatStatement, parseStatement } from './statement-text.ts'

const question: GraphQuestion = {
  symbols: ['Tom', 'lempus', 'zumpus', 'scrompus', 'impus', 'Eva'],
  edges: [
    [1, 2],
    [0, 1],
    [5, 3],
    [0, 4],
  ],
  root: 0,
  options: [2, 3],
}
const TEXT =
  'Every lempus is a zumpus. Tom is a lempus. Eva is a scrompus. Tom is a impus. Is Tom a zumpus or scrompus?'

const drawn = fc
  .record({
    seed: fc.nat(),
    size: fc.constantFrom('tiny' as const, 'official' as const, { nodes: [40, 60], hops: { 4: 1 } } as const),
  })
  .map(({ seed, size }) => generateGraphs(size, 1, seed)[0]!.question)

/** A question by names, as the numbers of nodes are no part of the text. */
const named = ({ symbols, edges, root, options }: GraphQuestion) => ({
  statements: edges.map(([from, to]) => [symbols[from], symbols[to]]),
  root: symbols[root],
  options: options.map((node) => symbols[node]),
})

const fault = (act: () => unknown) => {
  try {
    act()
  } catch (error) {
    if (isTaskError(error)) return { code: error.code, where: error.details.where }
  }
  return null
}

describe('the text of a question', () => {
  it('has the official wording', () => {
    expect(formatQuestion(question)).toBe(TEXT)
  })

  it('is read with nodes numbered as they come', () => {
    expect(parseQuestion(TEXT)).toEqual({
      symbols: ['lempus', 'zumpus', 'Tom', 'Eva', 'scrompus', 'impus'],
      edges: [
        [0, 1],
        [2, 0],
        [3, 4],
        [2, 5],
      ],
      root: 2,
      options: [1, 4],
    })
  })

  it('comes back the same for any drawn question, whatever the white space', () => {
    fc.assert(
      fc.property(drawn, fc.infiniteStream(fc.constantFrom(' ', '  ', '\n', '\r\n', '\t', ' \n')), (given, spaces) => {
        const text = formatQuestion(given)
        const read = parseQuestion(text)
        expect(named(read)).toEqual(named(given))
        expect(formatQuestion(read)).toBe(text)
        expect(() => checkQuestion(read)).not.toThrow()
        const mangled = text.replace(/ |$/g, () => spaces.next().value)
        expect(parseQuestion(mangled)).toEqual(read)
      }),
      { numRuns: 60 },
    )
  })

  it('may say "an", also before the second option, and may say a thing twice', () => {
    const loose =
      'Every lempus is a zumpus.Tom is a lempus .\nEva is a scrompus. Tom is an impus. Tom is a lempus. Is Tom a zumpus or a scrompus ?\n'
    expect(parseQuestion(loose)).toEqual(parseQuestion(TEXT))
  })

  it.each<[string, string, string]>([
    ['nothing', '', 'text'],
    ['white space', ' \n', 'text'],
    ['a long text', 'Tom is a lempus. '.repeat(20_000), 'text'],
    ['no question', 'Tom is a lempus.', 'question'],
    ['a question alone', 'Is Tom a zumpus or scrompus?', 'question'],
    ['a question without a mark', TEXT.slice(0, -1), 'question'],
    ['words after the question', `${TEXT} Thanks`, 'statement 5'],
    ['an option that nothing mentions', TEXT.replace('or scrompus', 'or gerpus'), 'question'],
    ['an individual that nothing mentions', TEXT.replace('Is Tom', 'Is Max'), 'question'],
    ['a concept asked about', TEXT.replace('Is Tom', 'Is lempus'), 'question'],
    ['an individual for an option', TEXT.replace('or scrompus', 'or Eva'), 'question'],
    ['one option', TEXT.replace('zumpus or scrompus', 'zumpus'), 'question'],
    ['one option twice', TEXT.replace('or scrompus', 'or zumpus'), 'question'],
    ['"Every" before an individual', TEXT.replace('Tom is a lempus', 'Every Tom is a lempus'), 'statement 2'],
    ['a concept without "Every"', TEXT.replace('Every lempus', 'lempus'), 'statement 1'],
    ['an individual as what something is', TEXT.replace('a scrompus.', 'a Tom.'), 'statement 3'],
    ['a statement of another form', TEXT.replace('Eva is', 'Eva was'), 'statement 3'],
    ['an empty statement', TEXT.replace('Eva is a scrompus', ''), 'statement 3'],
    ['a circle', TEXT.replace('Tom is a impus', 'Every zumpus is a lempus'), 'statement 4'],
    [
      'a circle after a statement said twice',
      `Tom is a lempus. Tom is a lempus. Every lempus is a lempus. ${TEXT}`,
      'statement 3',
    ],
  ])('is refused with %s, at its place', (_, text, where) => {
    expect(fault(() => parseQuestion(text))).toEqual({ code: 'INVALID_QUESTION', where })
  })
})

describe('a question as data', () => {
  it('is checked', () => {
    expect(fault(() => checkQuestion(question))).toBeNull()
    const wrong: readonly (readonly [Partial<GraphQuestion>, string])[] = [
      [{ symbols: ['Tom', 'lempus', 'zumpus', 'scrompus', 'lempus', 'Eva'] }, 'symbols[4]'],
      [{ symbols: ['Tom', 'lempus', 'zumpus', 'a b', 'impus', 'Eva'] }, 'symbols[3]'],
      [{ edges: [[0, 9]] }, 'edges[0]'],
      [{ edges: [[0, 0.5]] }, 'edges[0]'],
      [{ edges: [...question.edges, [0, 1]] }, 'edges[4]'],
      [{ edges: [...question.edges, [1, 5]] }, 'edges[4]'],
      [{ edges: [...question.edges, [2, 1]] }, 'edges[4]'],
      [{ edges: [...question.edges, [2, 3], [3, 1]] }, 'edges[5]'],
      [{ root: 1 }, 'root'],
      [{ root: -1 }, 'root'],
      [{ options: [2, 5] }, 'options'],
      [{ options: [2, 2] }, 'options'],
      [{ options: [2] as never }, 'options'],
      [{ edges: [[0, 1], [1, 2]] }, 'options'], // prettier-ignore
    ]
    for (const [change, where] of wrong)
      expect(
        fault(() => checkQuestion({ ...question, ...change })),
        where,
      ).toEqual({ code: 'INVALID_QUESTION', where })
  })
})

describe('the text of a statement', () => {
  it('says who is what', () => {
    expect(formatStatement(question, 0, 1)).toBe('Tom is a lempus.')
    expect(formatStatement(question, 1, 2)).toBe('Every lempus is a zumpus.')
  })

  it('comes back the same for any two nodes, said by the question or not', () => {
    fc.assert(
      fc.property(drawn, fc.nat(), fc.nat(), (given, a, b) => {
        const from = a % given.symbols.length
        const to = b % given.symbols.length
        const text = formatStatement(given, from, to)
        for (const form of [
          text,
          `  ${text}\n`,
          text.slice(0, -1),
          text.replace(' is a ', '\tis  an '),
          `${text.slice(0, -1)} .`,
        ])
          expect(parseStatement(given, form)).toEqual({ ok: true, from, to })
      }),
    )
  })

  it.each<[string, string]>([
    ['', 'syntax'],
    ['Tom is lempus.', 'syntax'],
    ['Tom is a lempus. Eva is a scrompus.', 'syntax'],
    ['lempus is a zumpus.', 'syntax'],
    ['Every Tom is a lempus.', 'syntax'],
    ['Tom is a gerpus.', 'unknown-name'],
    ['Max is a lempus.', 'unknown-name'],
    [`Tom is a ${'x'.repeat(500)}.`, 'syntax'],
  ])('%j is no statement: %s', (text, reason) => {
    expect(parseStatement(question, text)).toMatchObject({ ok: false, reason })
  })

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof parseStatement(question, text).ok).toBe('boolean')
        const error = fault(() => parseQuestion(text))
        expect(error?.code ?? 'INVALID_QUESTION').toBe('INVALID_QUESTION')
      }),
    )
  })
})
