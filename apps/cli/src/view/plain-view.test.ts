import { describe, expect, it } from 'vitest'
import { memoryOutput } from '../testing/memory-io.ts'
import { sampleSearch } from '../testing/sample-search.ts'
import { plainView } from './plain-view.ts'

describe('plainView', () => {
  it('writes a title and lines at milestones, without control characters, the same every time', async () => {
    const outputs = [memoryOutput(undefined), memoryOutput(undefined)]
    for (const output of outputs)
      await sampleSearch({ puzzle: '1 1 1 1', budget: { trials: 30 }, view: plainView(output) })
    const lines = outputs[0]!.text.trimEnd().split('\n')
    expect(lines[0]).toBe('1 1 1 1 → 24  (mcts, seed 1)')
    expect(lines.slice(1).map((line) => /^ {2}(\d+) trials?, \d+ nodes?, \d+ rejected/.exec(line)?.[1])).toEqual([
      '1',
      '2',
      '5',
      '10',
      '20',
    ])
    expect(outputs[0]!.text).not.toContain('\u001b')
    expect(outputs[1]!.text).toBe(outputs[0]!.text)
  })
})
