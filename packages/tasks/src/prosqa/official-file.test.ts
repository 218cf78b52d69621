import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTaskError } from '../task-error.ts'
import { generateGraphs } from './generate.ts'
import { parseOfficialProsqa } from './official-file.ts'
import type { GraphRecord } from './question.ts'
import { formatQuestion } from './question-text.ts'
import { processOf } from './score.ts'
import { formatStatement } from './statement-text.ts'

const SMALL = {
  question:
    'Every lempus is a zumpus. Tom is a lempus. Eva is a scrompus. Every zumpus is a impus. Is Tom a impus or scrompus?',
  answer: 'Tom is a impus.',
  steps: ['Tom is a lempus.', 'Every lempus is a zumpus.', 'Every zumpus is a impus.'],
  idx_to_symbol: ['Tom', 'Eva', 'lempus', 'zumpus', 'scrompus', 'impus'],
  edges: [
    [0, 2],
    [2, 3],
    [1, 4],
    [3, 5],
  ],
  root: 0,
  target: 5,
  neg_target: 4,
}

/** As the official files would hold it. */
const written = ({ question, target, distractor, path }: GraphRecord) => ({
  question: formatQuestion(question),
  answer: formatStatement(question, question.root, target),
  steps: path.slice(1).map((to, i) => formatStatement(question, path[i]!, to)),
  idx_to_symbol: question.symbols,
  edges: question.edges.toReversed(),
  root: question.root,
  target,
  neg_target: distractor,
})

const faultOf = (text: string) => {
  try {
    parseOfficialProsqa(text)
  } catch (error) {
    if (isTaskError(error)) return { code: error.code, where: error.details.where }
  }
  return null
}

describe('parseOfficialProsqa', () => {
  it('reads a record with the numbers of the file and the order of the text', () => {
    expect(parseOfficialProsqa(JSON.stringify([SMALL]))).toEqual([
      {
        question: {
          symbols: SMALL.idx_to_symbol,
          edges: [
            [2, 3],
            [0, 2],
            [1, 4],
            [3, 5],
          ],
          root: 0,
          options: [5, 4],
        },
        target: 5,
        distractor: 4,
        path: [0, 2, 3, 5],
      },
    ])
  })

  it('gives back any drawn question that is written so', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const records = generateGraphs('official', 3, seed)
        expect(parseOfficialProsqa(JSON.stringify(records.map(written)))).toEqual(records)
      }),
      { numRuns: 30 },
    )
  })

  it.each<[string, object, string]>([
    [
      'a question that cannot be read',
      { question: SMALL.question.replace('Eva is', 'Eva was') },
      'question, statement 3',
    ],
    ['a question of another type', { question: 7 }, 'question'],
    ['an answer that says something else', { answer: 'Tom is a scrompus.' }, 'answer'],
    ['a missing answer', { answer: undefined }, 'answer'],
    ['a step that is no statement', { steps: ['Tom is lempus.', ...SMALL.steps.slice(1)] }, 'steps, 1'],
    ['steps that do not follow each other', { steps: [SMALL.steps[0], SMALL.steps[2]] }, 'steps, 2'],
    ['a step that the text does not say', { steps: [SMALL.steps[0], 'Every lempus is a impus.'] }, 'steps'],
    ['steps that stop short', { steps: SMALL.steps.slice(0, 2) }, 'steps'],
    ['no steps', { steps: [] }, 'steps'],
    [
      'steps that are no shortest path',
      {
        question: SMALL.question.replace('Eva', 'Tom is a zumpus. Eva'),
        edges: [...SMALL.edges, [0, 3]],
      },
      'steps',
    ],
    ['a name twice', { idx_to_symbol: [...SMALL.idx_to_symbol, 'Tom'] }, 'idx_to_symbol'],
    ['a name missing', { idx_to_symbol: SMALL.idx_to_symbol.slice(0, 5) }, 'idx_to_symbol'],
    ['a pair that the text does not say', { edges: [...SMALL.edges, [1, 2]] }, 'edges'],
    ['a pair missing', { edges: SMALL.edges.slice(1) }, 'edges'],
    ['a pair twice', { edges: [...SMALL.edges, [0, 2]] }, 'edges'],
    ['a triple', { edges: [...SMALL.edges, [0, 2, 3]] }, 'edges'],
    ['another root', { root: 1 }, 'root'],
    ['a root out of range', { root: -1 }, 'root'],
    ['a target that is no option', { target: 3 }, 'target'],
    ['a target out of reach', { target: 4, neg_target: 5 }, 'target'],
    ['two targets', { neg_target: 5 }, 'neg_target'],
    ['a distractor that is no option', { neg_target: 99 }, 'neg_target'],
    [
      'a distractor within reach',
      { question: SMALL.question.replace('Eva', 'Tom is a scrompus. Eva'), edges: [...SMALL.edges, [0, 4]] },
      'neg_target',
    ],
  ])('refuses %s, at its record and field', (_, change, field) => {
    const text = JSON.stringify([SMALL, { ...SMALL, ...change }])
    expect(faultOf(text)).toEqual({ code: 'INVALID_FILE', where: `record 2, ${field}` })
  })

  it.each([
    ['', 'file'],
    ['{}', 'file'],
    ['[]', 'file'],
    ['[7]', 'record 1'],
    ['[null]', 'record 1'],
    ['[{}]', 'record 1, question'],
  ])('refuses %j', (text, where) => {
    expect(faultOf(text)).toEqual({ code: 'INVALID_FILE', where })
  })
})

const FILE = new URL('../../../../../shared/data/prosqa/prosqa_valid.json', import.meta.url)

describe('the official validation file', () => {
  it('is read whole, comes back as it is written, and its steps are correct paths', (context) => {
    if (!existsSync(FILE)) context.skip('shared/data/prosqa/prosqa_valid.json is not beside this checkout')
    const text = readFileSync(FILE, 'utf8')
    const records = parseOfficialProsqa(text)
    expect(records).toHaveLength(300)
    const raw = JSON.parse(text) as readonly ReturnType<typeof written>[]
    for (const [i, record] of records.entries()) {
      const { edges, ...rest } = written(record)
      const { edges: official, ...others } = raw[i]!
      expect(rest).toEqual(others)
      expect(edges.map(String).toSorted()).toEqual(official.map(String).toSorted())
      expect(processOf(record, record.path)).toBe('correct-path')
    }
  })
})
