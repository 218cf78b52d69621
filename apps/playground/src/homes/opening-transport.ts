import type { SearchTransport, UnprovenSearch } from '@espalier/client'

/** With so many events to come, a tree is shown by its snapshot first; a file with fewer is proven before anybody could look. */
export const PREVIEW_FROM = 20_000

/** A search from a file that can be looked at. */
export interface OpenedFile {
  readonly id: string
  /** Resolves when the file is known to be as its run wrote it; rejects, and the search is gone, when it is not. */
  readonly proven: Promise<void>
}

/**
 * A transport through which large files are seen before they are proven. Meanwhile it answers for their searches itself, with what was
 * read, and whatever needs the search kept waits for the proof.
 */
export interface OpeningTransport extends SearchTransport {
  /** Resolves once there is something to look at. Rejects as `importSearch` does. */
  openFile(file: Uint8Array): Promise<OpenedFile>
  /** The proof of a search that was seen before it; null for any other search. */
  proofOf(id: string): Promise<void> | null
}

interface Opening {
  readonly proven: Promise<void>
  /** What was read, until it is proven or refused. */
  read: UnprovenSearch | null
}

export function openingTransport(inner: SearchTransport): OpeningTransport {
  const openings = new Map<string, Opening>()

  /** A method that waits for the proof. */
  const proven =
    <More extends readonly unknown[], T>(ask: (id: string, ...more: More) => Promise<T>) =>
    async (id: string, ...more: More): Promise<T> => {
      await openings.get(id)?.proven
      return ask(id, ...more)
    }

  /** A method that can be answered with what was read. */
  const early =
    <T>(ask: (id: string) => Promise<T>, read: (search: UnprovenSearch) => T) =>
    async (id: string): Promise<T> => {
      const search = openings.get(id)?.read ?? null
      return search === null ? proven(ask)(id) : read(search)
    }

  async function openFile(file: Uint8Array): Promise<OpenedFile> {
    let show = (_: UnprovenSearch): void => {}
    const seen = new Promise<UnprovenSearch>((resolve) => (show = resolve))
    const imported = inner.importSearch(file, {
      onRead: (search) => {
        if (search.info.events >= PREVIEW_FROM) show(search)
      },
    })
    const first = await Promise.race([seen, imported])
    if (!('tree' in first)) return { id: first.id, proven: Promise.resolve() }
    const opening: Opening = { read: first, proven: imported.then(() => {}).finally(() => (opening.read = null)) }
    // Whoever looks at the search is told; perhaps nobody does any more.
    opening.proven.catch(() => {})
    openings.set(first.info.id, opening)
    return { id: first.info.id, proven: opening.proven }
  }

  return {
    ...inner,
    openFile,
    proofOf: (id) => openings.get(id)?.proven ?? null,
    get: early(inner.get, ({ info }) => info),
    snapshot: early(inner.snapshot, ({ tree }) => tree),
    fork: proven(inner.fork),
    pause: proven(inner.pause),
    resume: proven(inner.resume),
    cancel: proven(inner.cancel),
    extend: proven(inner.extend),
    steer: proven(inner.steer),
    node: proven(inner.node),
    candidates: proven(inner.candidates),
    path: proven(inner.path),
    evidence: proven(inner.evidence),
    thought: proven(inner.thought),
    thoughts: proven(inner.thoughts),
    result: proven(inner.result),
    exportSearch: proven(inner.exportSearch),
    async *events(id, options) {
      await openings.get(id)?.proven
      yield* inner.events(id, options)
    },
  }
}
