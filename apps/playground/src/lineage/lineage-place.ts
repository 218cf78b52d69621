/** Which prompts are listed. */
export const SHOWN = ['all', 'refined', 'unrefined', 'dropped'] as const
export type Shown = (typeof SHOWN)[number]

/** What of a lineage is looked at: everything that a link to it should bring back. */
export interface LineagePlace {
  /** The chosen prompt; null for none. */
  readonly prompt: { readonly round: number; readonly id: string } | null
  /** The chosen node of its tree; null for the final one. */
  readonly node: number | null
  readonly show: Shown
  /** Words to be found in the prompts. */
  readonly find: string
}

const KNOWN: ReadonlySet<string> = new Set(['v', 'round', 'prompt', 'node', 'show', 'find'])
const VERSION = '1'
const MAX_TEXT = 200

/** Reads the query of a link. Never fails: what makes no sense is left out. */
export function parseLineagePlace(search: string): LineagePlace {
  const query = new URLSearchParams(search)
  const id = query.get('prompt')
  const round = whole(query.get('round'))
  const show = query.get('show')
  return {
    prompt: id === null || round === null ? null : { round, id },
    node: whole(query.get('node')),
    show: SHOWN.find((name) => name === show) ?? 'all',
    find: (query.get('find') ?? '').slice(0, MAX_TEXT),
  }
}

/** The query of a link; keys of other versions in `before` are carried along. */
export function formatLineagePlace({ prompt, node, show, find }: LineagePlace, before = ''): string {
  const query = new URLSearchParams({ v: VERSION })
  if (prompt !== null) {
    query.set('round', String(prompt.round))
    query.set('prompt', prompt.id)
  }
  if (node !== null) query.set('node', String(node))
  if (show !== 'all') query.set('show', show)
  if (find !== '') query.set('find', find)
  for (const [key, value] of new URLSearchParams(before)) if (!KNOWN.has(key)) query.append(key, value)
  return `?${query.toString()}`
}

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text) ? Number(text) : null
}
