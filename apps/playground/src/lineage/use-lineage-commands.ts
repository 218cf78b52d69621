import { useMemo } from 'react'
import type { PromptLineage } from '@espalier/protocol'
import type { Command } from '../commands/command.ts'
import { useCommands } from '../commands/registry.ts'
import type { LineagePlace } from './lineage-place.ts'
import { FIND_FIELD_ID } from './prompt-list.tsx'

interface LineageCommands {
  readonly found: readonly PromptLineage[]
  readonly shown: PromptLineage | null
  readonly change: (part: Partial<LineagePlace>) => void
  readonly onExport: () => void
}

/** What can be done with a lineage by key and palette. */
export function useLineageCommands({ found, shown, change, onExport }: LineageCommands): void {
  const commands = useMemo<readonly Command[]>(() => {
    const at = shown === null ? -1 : found.indexOf(shown)
    const go = (step: 1 | -1): Pick<Command, 'run' | 'unavailable'> => {
      const next = found[at + step]
      if (next === undefined) return { run: () => {}, unavailable: 'there is none' }
      return { run: () => change({ prompt: { round: next.round, id: next.id }, node: null }) }
    }
    const tree = shown?.tree ?? null
    const noTree = tree === null || tree.nodes.length < 2 ? { unavailable: 'this prompt has no tree' } : {}
    return [
      { id: 'prompt-next', title: 'Next prompt', group: 'Go', keys: ['j'], ...go(1) },
      { id: 'prompt-previous', title: 'Previous prompt', group: 'Go', keys: ['k'], ...go(-1) },
      {
        id: 'prompt-find',
        title: 'Search in prompts and answers',
        group: 'Look',
        keys: ['/'],
        run: () => document.getElementById(FIND_FIELD_ID)?.focus(),
      },
      ...(['all', 'refined', 'unrefined', 'dropped'] as const).map((show): Command => ({
        id: `prompt-show-${show}`,
        title: show === 'all' ? 'List all prompts' : `List ${show} prompts`,
        group: 'Look',
        run: () => change({ show }),
      })),
      {
        id: 'node-root',
        title: 'Look at the failed answer',
        group: 'Tree',
        keys: ['Home'],
        run: () => change({ node: 0 }),
        ...noTree,
      },
      {
        id: 'node-final',
        title: 'Look at the final refinement',
        group: 'Tree',
        keys: ['End'],
        run: () => change({ node: null }),
        ...noTree,
      },
      { id: 'lineage-export', title: 'Save the lineage as a file', group: 'File', run: onExport },
    ]
  }, [found, shown, change, onExport])
  useCommands(commands)
}
