import { describe, expect, it } from 'vitest'
import { foldEvents, pathLabels, streamSearch, type SearchEvent } from '@espalier/core'
import { formatSeating, generateSeating, legalPeople, MOST_PEOPLE, parseRow, solveSeating } from '@espalier/tasks'
import { textOfContent, type Provider } from '@espalier/token'
import { createCatalog } from '../catalog.ts'
import { fillRequest } from '../fill-request.ts'
import { planOf } from '../plan.ts'
import { prepareRun } from '../prepare-run.ts'
import { searchOutcome } from '../summary.ts'
import { namedPuzzle, puzzleOf } from './seating-problem.ts'

const PUZZLES = [3, 4, 5, 6].flatMap((people) => generateSeating(people, 3, people))

async function solve(puzzle: (typeof PUZZLES)[number], algorithm: string, writer?: Provider) {
  const catalog = createCatalog(writer === undefined ? {} : { languageModels: [{ name: 'writer', writer }] })
  const spec = fillRequest(
    {
      task: 'seating',
      problem: namedPuzzle(puzzle),
      model: writer === undefined ? 'uniform' : 'writer',
      // With fewer children than there are people some rows are never tried.
      algorithm: { name: algorithm, options: algorithm === 'mcts' ? {} : { children: MOST_PEOPLE } },
      budget: { trials: 5000, value: 1 },
    },
    catalog,
  )
  const run = prepareRun(planOf(spec, catalog), [], { budget: spec.budget, elapsedMs: () => 0 })
  const events: SearchEvent[] = []
  for await (const { event } of streamSearch(run.options)) events.push(event)
  const fold = foldEvents(events)
  return { outcome: searchOutcome(fold, catalog, 0)!, fold }
}

const answerOf = (puzzle: (typeof PUZZLES)[number]): string =>
  solveSeating(puzzle)[0]!
    .map((person) => puzzle.people[person]!)
    .join(', ')

describe('the task of seating', () => {
  it('has puzzles by names, and back', () => {
    for (const puzzle of PUZZLES) expect(puzzleOf(namedPuzzle(puzzle) as never)).toEqual(puzzle)
  })

  it.each(['depth-first', 'mcts', 'best-first'])(
    'is solved without a model by %s over legal steps',
    async (algorithm) => {
      for (const puzzle of PUZZLES) {
        const { outcome, fold } = await solve(puzzle, algorithm)
        expect(outcome).toMatchObject({ answer: answerOf(puzzle), value: 1 })
        const { tree } = fold
        for (let node = 1; node < tree.size; node++) {
          const row = pathLabels(tree, tree.parent(node)).map((name) => puzzle.people.indexOf(name))
          expect(legalPeople({ puzzle, row })).toContain(puzzle.people.indexOf(tree.label(node)))
        }
      }
    },
  )

  it('is put to a language model, whose names are checked and whose rows are valued', async () => {
    const [puzzle] = generateSeating(4, 1, 9)
    const asked: string[] = []
    // Names everybody in turn, whether they sit already or not.
    const writer: Provider = {
      name: 'namer',
      complete: ({ input, samples = 1 }) => {
        asked.push(input.type === 'text' ? input.prompt : textOfContent(input.messages.at(-1)!.content))
        const texts = Array.from({ length: samples }, (_, i) => `${puzzle!.people[(asked.length + i) % 4]!}.`)
        return Promise.resolve({
          samples: texts.map((text) => ({ text, finish: 'stop', tokens: null })),
          usage: { calls: 1, promptTokens: 50, completionTokens: samples },
        })
      },
    }
    const { outcome, fold } = await solve(puzzle!, 'mcts', writer)
    expect(outcome.answer).toBe(answerOf(puzzle!))
    expect(outcome.rejected).toBeGreaterThan(0)
    expect(asked[0]).toContain(formatSeating(puzzle!).split('\n')[1])
    expect(asked[0]).toContain('nobody yet')
    expect(asked[0]).not.toContain('Answer with all names')
    expect(parseRow(puzzle!, outcome.answer!).ok).toBe(true)
    expect(fold.usage.calls).toBe(asked.length)
  })

  it('says where a puzzle is wrong', () => {
    const catalog = createCatalog()
    const refuse = (problem: unknown) => () => fillRequest({ task: 'seating', problem: problem as never }, catalog)
    const people = ['Ada', 'Ben', 'Cleo']
    for (const [constraint, pointer] of [
      [{ type: 'at-an-end', person: 'Dan' }, '/problem/constraints/0/person'],
      [{ type: 'at', person: 'Ada', seat: 9 }, '/problem/constraints/0/seat'],
      [{ type: 'at', person: 'Ada', seat: 4 }, '/problem'],
      [{ type: 'next-to', person: 'Ada', other: 'Ada' }, '/problem'],
      [{ type: 'far-from', person: 'Ada' }, '/problem/constraints/0/type'],
    ] as const)
      expect(refuse({ people, constraints: [constraint] }), JSON.stringify(constraint)).toThrow(
        expect.objectContaining({ code: 'INVALID_PROBLEM', pointer }),
      )
    expect(refuse({ people: ['Ada', 'Ada', 'Ben'], constraints: [{ type: 'at-an-end', person: 'Ada' }] })).toThrow(
      expect.objectContaining({ code: 'INVALID_PROBLEM' }),
    )
  })
})
