import { useMemo } from 'react'
import { findNodes, parseQuery, type TreeStore } from '@espalier/client'
import type { FindState } from './view-context.ts'

const LIMIT = 1000

/** Searches what is shown, whenever it or the text changes. */
export function useFind(store: TreeStore, version: number, text: string): FindState {
  const parsed = useMemo(() => parseQuery(text), [text])
  return useMemo(() => {
    if (!parsed.ok) return { text, fault: parsed.fault.message, found: [], isCut: false }
    const found = findNodes(store.fold.tree, parsed.query, LIMIT + 1)
    return { text, fault: null, found: found.slice(0, LIMIT), isCut: found.length > LIMIT }
    // The tree is changed in place: its version stands for it.
  }, [store, version, parsed, text])
}
