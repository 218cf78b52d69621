import type { Lineage } from '@espalier/protocol'
import { readLineage } from './read-lineage.ts'

/** Lineages that were opened from files, by id: as long as the page is, like searches of its own. */
const opened = new Map<string, Lineage>()

/** Takes in a file; gives the id that it goes by from now on. Throws an Error for people. */
export function openLineage(bytes: Uint8Array): string {
  const lineage = readLineage(bytes)
  const id = `file-${opened.size + 1}`
  opened.set(id, lineage)
  return id
}

export const openedLineage = (id: string): Lineage | null => opened.get(id) ?? null

/** The newest first. */
export const openedLineages = (): readonly (readonly [id: string, lineage: Lineage])[] => [...opened].toReversed()
