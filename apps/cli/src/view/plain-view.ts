import { ROOT, mostVisitedLeaf, pathLabels } from '@espalier/core'
import type { Output } from '../io.ts'
import type { SearchProgress } from './progress.ts'
import type { SearchView } from './search-view.ts'
import { printable } from './text-width.ts'
import { counted } from './wording.ts'

/**
 * A line now and then, for pipes and files: after 1, 2, 5, 10, 20, 50, ... trials. The same search writes the same lines. `steps`: whether they say where
 * the search looks.
 */
export function plainView(output: Output, { steps = true }: { readonly steps?: boolean } = {}): SearchView {
  return {
    update: (progress, event) => {
      if (event.type === 'search-start') output.write(`${progressTitle(progress)}\n`)
      if (event.type === 'trial-end' && isMilestone(event.trial + 1))
        output.write(`  ${progressLine(progress, steps)}\n`)
    },
    end: () => {},
    close: () => {},
  }
}

/** The puzzle and how it is searched. */
export function progressTitle({ fold }: SearchProgress): string {
  const { start } = fold
  return start === null ? '' : `${printable(start.label)}  (${start.policy.name}, seed ${start.seed})`
}

function progressLine({ fold }: SearchProgress, steps: boolean): string {
  const { tree } = fold
  const leading = pathLabels(tree, mostVisitedLeaf(tree, ROOT)).map((label) =>
    printable(label).replace(/ \(left:.*\)$/, ''),
  )
  const counts = `${counted(fold.succeeded + fold.failed, 'trial')}, ${counted(tree.size, 'node')}, ${fold.rejected} rejected`
  return leading.length === 0 || !steps ? counts : `${counts}; most visited: ${leading.join(', ')}`
}

function isMilestone(trials: number): boolean {
  const power = 10 ** Math.floor(Math.log10(trials))
  return [1, 2, 5].some((factor) => factor * power === trials)
}
