import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ALGORITHMS, type Envelope, type SearchEvent } from '@espalier/core'
import { hashTree } from '@espalier/protocol'
import { createLogWriter } from '../log/log-writer.ts'
import { openLegalSteps } from '../testing/legal-steps-model.ts'
import { sampleSearch } from '../testing/sample-search.ts'
import { replayLog } from './replay-log.ts'

let folder: string
const at = (name: string): string => join(folder, name)

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-replay-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the replay of a log', () => {
  it.each(ALGORITHMS.map(({ name }) => name))(
    'of %s comes to the tree and the summary of the run',
    async (algorithm) => {
      const logFile = at(`${algorithm}.jsonl`)
      const run = await sampleSearch({ algorithm, puzzle: '2 3 4 6', concurrency: 3, logFile })
      const replay = await replayLog(logFile, openLegalSteps())
      expect(replay.summary).toEqual(run.summary)
      expect(hashTree(replay.progress.fold.tree)).toBe(hashTree(run.progress.fold.tree))
      expect(replay.progress.rejections).toEqual(run.progress.rejections)
    },
  )
})

describe('a log that is whole but tells something else than it holds', () => {
  /** Writes the events and the outcome of a run, changed, with a header, hashes and a checksum that fit the change. */
  async function forge(change: {
    readonly event?: (event: SearchEvent) => SearchEvent
    readonly outcome?: Readonly<Record<string, unknown>>
  }): Promise<string> {
    await sampleSearch({ puzzle: '2 3 4 6', logFile: at('run.jsonl'), budget: { trials: 400 } })
    const lines = readFileSync(at('run.jsonl'), 'utf8').trimEnd().split('\n').slice(1)
    const said = (JSON.parse(lines.pop()!) as { readonly end: { readonly outcome: Record<string, never> } }).end.outcome
    const log = createLogWriter(at('forged.jsonl'))
    for (const line of lines) {
      const envelope = JSON.parse(line) as Envelope
      log.append({ at: envelope.at, event: change.event?.(envelope.event) ?? envelope.event })
    }
    log.finish({ ...said, ...(change.outcome as Record<string, never>) })
    return at('forged.jsonl')
  }

  const lastLine = (): number => readFileSync(at('forged.jsonl'), 'utf8').trimEnd().split('\n').length

  it('is refused where the outcome differs, naming the field', async () => {
    const wrong = {
      answer: '1 + 1',
      nodes: 3,
      path: [],
      reason: 'tokens',
      treeHash: createHash('sha256').digest('hex'),
    }
    for (const [field, value] of Object.entries(wrong)) {
      const file = await forge({ outcome: { [field]: value } })
      await expect(replayLog(file, openLegalSteps())).rejects.toThrow(
        `${file}:${lastLine()}: ${field}: the run said ${JSON.stringify(value)}`,
      )
    }
  })

  it('is refused where a prior differs, by the hash of the tree', async () => {
    const file = await forge({
      event: (event) => (event.type === 'node-add' ? { ...event, prior: event.prior / 2 } : event),
    })
    await expect(replayLog(file, openLegalSteps())).rejects.toThrow(/forged\.jsonl:\d+: treeHash: the run said/)
  })

  it('is refused where an event cannot follow the others, at its line', async () => {
    const file = await forge({
      event: (event) => (event.type === 'node-add' && event.node === 3 ? { ...event, parent: 99 } : event),
    })
    const line =
      readFileSync(file, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('"parent":99')) + 1
    await expect(replayLog(file, openLegalSteps())).rejects.toThrow(`${file}:${line}: event`)
  })

  it('is refused where the answer does not follow from the steps', async () => {
    const file = await forge({
      event: (event) =>
        event.type === 'node-add' && event.answer === true ? { ...event, label: `${event.label} ` } : event,
    })
    await expect(replayLog(file, openLegalSteps())).rejects.toThrow(/answer: the run said ".*", the fold comes to null/)
  })

  it.each([
    ['another task', { task: 'chess' }],
    ['no problem', null],
  ])('proves the tree of %s, and says of its answer that nothing proves it', async (_, problem) => {
    const { summary: known } = await replayLog(at('run.jsonl'), openLegalSteps())
    const file = await forge({ event: (event) => (event.type === 'search-start' ? { ...event, problem } : event) })
    const { summary } = await replayLog(file, openLegalSteps())
    expect(summary).toMatchObject({ answer: null, correct: false, problem, path: known.path, nodes: known.nodes })
    expect(summary.conclusion).toEqual({ answer: known.answer, statements: known.path, standing: 'unverified' })
  })

  it.each([
    ['a puzzle out of range', { task: 'countdown', numbers: [1, 2, 99_999], target: 24 }],
    ['numbers that are none', { task: 'countdown', numbers: ['1', {}], target: 24 }],
  ])('is refused with %s', async (_, problem) => {
    const file = await forge({ event: (event) => (event.type === 'search-start' ? { ...event, problem } : event) })
    await expect(replayLog(file, openLegalSteps())).rejects.toThrow(`${file}:2: `)
  })

  it('is refused without the end of its search', async () => {
    const log = createLogWriter(at('open.jsonl'))
    const [, start] = readFileSync(at('run.jsonl'), 'utf8').split('\n')
    log.append(JSON.parse(start!) as Envelope)
    log.finish(null)
    await expect(replayLog(at('open.jsonl'), openLegalSteps())).rejects.toThrow(
      /open\.jsonl:3: the log has an end, but the search in it has none/,
    )
  })

  it('is refused without any event', async () => {
    writeFileSync(at('none.jsonl'), '')
    createLogWriter(at('none.jsonl')).finish(null)
    await expect(replayLog(at('none.jsonl'), openLegalSteps())).rejects.toThrow(/none\.jsonl:2: /)
  })
})
