import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Flag, Tree } from '@espalier/core'
import { sampleSearch } from '../testing/sample-search.ts'
import { createPalette } from './palette.ts'
import { answerNode } from './progress.ts'
import { textWidth } from './text-width.ts'
import { treeLines } from './tree-text.ts'
import { visibleNodes } from './visible-nodes.ts'

const palette = createPalette(false)

/** Root with three steps; the first has an answer and a dead end below. */
function smallTree(): Tree {
  const tree = new Tree()
  tree.add(-1, 1, '4 9 10 13 → 24', 0)
  tree.add(0, 0.6, '13 - 9 = 4', 0)
  tree.add(0, 0.3, '4 + 9 = 13', 0)
  tree.add(0, 0.1, '9 + 10 = 19', 0)
  tree.add(1, 0.5, '6 * 4 = 24', Flag.terminal | Flag.answer)
  tree.add(1, 0.5, '6 + 4 = 10', Flag.terminal)
  tree.backup(4, 1)
  tree.backup(5, 0)
  tree.backup(2, 0.25)
  tree.close(2, true)
  return tree
}

describe('treeLines', () => {
  it('show steps, numbers and what became of them', () => {
    expect(treeLines(smallTree(), { width: 72, limit: 10, palette })).toEqual([
      '4 9 10 13 → 24      N    3  Q 0.42',
      '├─ 13 - 9 = 4       N    2  Q 0.50  P 0.60  ██████▋',
      '│  ├─ ✔ 6 * 4 = 24  N    1  Q 1.00  P 0.50  ███▍',
      '│  └─ ✘ 6 + 4 = 10  N    1  Q 0.00  P 0.50  ███▍',
      '├─ ✂ 4 + 9 = 13     N    1  Q 0.25  P 0.30  ███▍',
      '└─ 9 + 10 = 19      N    0  Q    -  P 0.10',
    ])
  })

  it('leave out bars, then numbers, where there is no room', () => {
    expect(treeLines(smallTree(), { width: 71, limit: 2, palette })[1]).toBe('├─ 13 - 9 = 4   N    2  Q 0.50  P 0.60')
    expect(treeLines(smallTree(), { width: 43, limit: 2, palette, showHidden: false })[1]).toBe('└─ 13 - 9 = 4')
  })

  it('count what is not shown, and show refused steps', () => {
    const rejections = new Map([[1, ['a', 'b', 'c'].map((label) => ({ label, reason: 'syntax' }))]])
    expect(treeLines(smallTree(), { width: 40, limit: 3, palette, keep: 4, rejections })).toEqual([
      '4 9 10 13 → 24',
      '├─ 13 - 9 = 4',
      '│  ├─ ✔ 6 * 4 = 24',
      '│  ├─ … 1 more',
      '│  ├─ ⊘ a  rejected: syntax',
      '│  ├─ ⊘ b  rejected: syntax',
      '│  └─ … 1 more rejected',
      '└─ … 2 more',
    ])
  })

  it('keep labels from outside in their line', () => {
    const tree = new Tree()
    tree.add(-1, 1, 'a\n\u001b[31mb', 0)
    expect(treeLines(tree, { width: 60, limit: 3, palette })[0]).toMatch(/^a\\n\\u001b\[31mb +N/)
  })

  it('fit the width whatever it is', async () => {
    const { progress } = await sampleSearch()
    const { tree } = progress.fold
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 160 }), fc.integer({ min: 1, max: 60 }), (width, limit) => {
        const lines = treeLines(tree, {
          width,
          limit,
          palette,
          keep: answerNode(progress.fold),
          rejections: progress.rejections,
        })
        expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(width)
        if (width >= 44) expect(lines.filter((line) => / N +\d/.test(line))).toHaveLength(Math.min(limit, tree.size))
      }),
    )
  })

  it('fit the width however deep the tree is', () => {
    const tree = new Tree()
    for (let depth = 0; depth < 60; depth++) tree.add(depth - 1, 1, `step ${depth}`, 0)
    const lines = treeLines(tree, { width: 80, limit: 60, palette })
    expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(80)
    expect(lines[59]).toMatch(/^… +└─ step 59 +N    0/)
  })

  it('account for every node and every refusal', async () => {
    const { progress } = await sampleSearch()
    const { fold, rejections } = progress
    const shown = treeLines(fold.tree, { width: 100, limit: fold.tree.size, palette, rejections })
    const rejectedShown = shown.filter((line) => line.includes('⊘')).length
    const rejectedCounted = sumOf(shown, /… (\d+) more rejected$/)
    expect(rejectedShown + rejectedCounted).toBe(fold.rejected)
    expect(rejectedShown).toBeGreaterThan(0)
    const some = treeLines(fold.tree, { width: 100, limit: 5, palette })
    const childrenOfShown = [...visibleNodes(fold.tree, 5)].reduce((sum, node) => sum + fold.tree.childCount(node), 0)
    expect(sumOf(some, /… (\d+) more$/)).toBe(childrenOfShown - 4)
  })
})

function sumOf(lines: readonly string[], pattern: RegExp): number {
  return lines.reduce((sum, line) => sum + Number(pattern.exec(line)?.[1] ?? 0), 0)
}
