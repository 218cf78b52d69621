import {
  isCatalogError,
  concludeSearch,
  searchOutcome,
  writeSearchLog,
  logOutcome,
  type Catalog,
} from '@espalier/catalog'
import { foldEvents, type Envelope, type FoldView, type NodeId } from '@espalier/core'
import {
  encodeSnapshot,
  hideText,
  hideTextOf,
  nodeEvidence,
  showsPart,
  type NodeEvidence,
  type SearchAccount,
  type TraceLevel,
  type TracePart,
} from '@espalier/protocol'
import type { FeedView } from '../searches/feed.ts'
import type { SearchService } from '../searches/search-service.ts'
import { ServiceError } from '../searches/service-error.ts'
import { tokensOnTheWay } from '../searches/tokens-on-the-way.ts'
import { StoreError } from '../store/search-store.ts'
import { withoutMessage } from './trace-policy.ts'

/** What of the service cannot show anything but accounts, and so stays as it is. */
type Accounts = Pick<
  SearchService,
  | 'start'
  | 'stop'
  | 'counts'
  | 'create'
  | 'adopt'
  | 'fork'
  | 'get'
  | 'list'
  | 'wait'
  | 'pause'
  | 'resume'
  | 'extend'
  | 'cancel'
  | 'steer'
  | 'reveal'
>

/** The events of a search, as its readers get them. */
export interface ShownEvents {
  readonly feed: FeedView
  readonly read: (from: number, limit: number) => Promise<readonly Envelope[]>
}

/**
 * The searches as the outside sees them: every door of the server has this, and none the service itself. Whoever reads a trace says which part of it
 * it shows, by the method that it calls, and gets what the search shows of that part or a `trace-hidden`. All methods with an id throw `not-found`.
 */
export interface ShownSearches extends Accounts {
  /** Reads numbers off the tree. Of a search that hides its text, `read` gets a fold in which there is none. */
  tree<T>(id: string, read: (fold: FoldView) => T): Promise<T>
  /** Reads off the tree what its steps say, or what can be made of that. */
  text<T>(id: string, read: (fold: FoldView) => T): Promise<T>
  /** What a node's values and steps rest on: votes quote what they judge. */
  evidence(id: string, node: NodeId): Promise<NodeEvidence>
  /** The tree as `encodeSnapshot` writes it. */
  snapshot(id: string): Promise<{ readonly events: number; readonly bytes: Uint8Array<ArrayBuffer> }>
  events(id: string): Promise<ShownEvents>
  /** The lines of the whole log. Throws `not-finished`. */
  file(id: string): Promise<Generator<string, void, void>>
  /** What an ended search came to; its steps only where they are shown. Throws `not-finished`. */
  account(id: string): Promise<SearchAccount>
  /** How many of the tokens that were written are on the way to the answer. */
  tokensOnTheWay(id: string): Promise<number>
}

export function shownSearches(service: SearchService, catalog: Catalog): ShownSearches {
  async function shown(id: string, part: TracePart): Promise<TraceLevel> {
    const level = await service.levelOf(id)
    if (!showsPart(level, part)) throw hidden(level, part)
    return level
  }

  /** What goes wrong inside a search that hides its text may quote it. */
  async function quietly<T>(level: TraceLevel, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      if (showsPart(level, 'text') || isMeantForReaders(error)) throw error
      throw withoutMessage(error)
    }
  }

  async function tree<T>(id: string, read: (fold: FoldView) => T): Promise<T> {
    const level = await shown(id, 'tree')
    const isOpen = showsPart(level, 'text')
    return quietly(level, () => service.look(id, (fold) => read(isOpen ? fold : hideTextOf(fold))))
  }

  const { start, stop, counts, create, adopt, fork, get, list, wait, pause, resume, extend, cancel, reveal } = service
  return {
    start,
    stop,
    counts,
    create,
    adopt,
    fork,
    get,
    list,
    wait,
    pause,
    resume,
    extend,
    cancel,
    reveal,
    tree,
    text: async (id, read) => {
      await shown(id, 'text')
      return service.look(id, read)
    },
    evidence: async (id, node) => {
      await shown(id, 'text')
      const { size, events } = await service.look(id, ({ tree, seq }) => ({ size: tree.size, events: seq }))
      if (node >= size) throw new ServiceError('not-found', `node ${node}: the tree has ${size} nodes`)
      return nodeEvidence(node, events, await service.details(id, node))
    },
    snapshot: async (id) => {
      const level = await shown(id, 'tree')
      if (showsPart(level, 'text')) return service.snapshot(id)
      return tree(id, (fold) => ({ events: fold.seq, bytes: encodeSnapshot(fold) }))
    },
    events: async (id) => {
      const level = await shown(id, 'tree')
      const feed = await service.feed(id)
      if (showsPart(level, 'text')) return { feed, read: (from, limit) => service.read(id, from, limit) }
      return {
        feed: withoutChunks(feed),
        read: (from, limit) => quietly(level, async () => (await service.read(id, from, limit)).map(hideEnvelope)),
      }
    },
    file: async (id) => {
      await shown(id, 'text')
      const { spec, events } = await service.get(id)
      const refuse = () => new ServiceError('not-finished', 'only a search that has ended can be exported')
      if (await service.look(id, ({ end }) => end === null)) throw refuse()
      const envelopes = await service.read(id, 0, events)
      // What the file says of itself is what its own events come to.
      const outcome = logOutcome(foldEvents(envelopes.map(({ event }) => event)), catalog)
      if (outcome === null) throw refuse()
      return writeSearchLog(spec, envelopes, outcome, await service.saltOf(id))
    },
    account: async (id) => {
      const level = await shown(id, 'account')
      return quietly(level, async () => {
        const { elapsedMs, spec } = await service.get(id)
        const fold = await service.look(id, (seen) => seen)
        const outcome = searchOutcome(fold, catalog, elapsedMs)
        if (outcome === null) throw new ServiceError('not-finished', 'the search has no result yet')
        const account = { ...outcome, conclusion: await concludeSearch(fold, spec, catalog) }
        return showsPart(level, 'text') ? account : withoutSteps(account)
      })
    },
    tokensOnTheWay: async (id) => {
      const level = await shown(id, 'account')
      return quietly(level, () => tokensOnTheWay(id, service))
    },
    steer: async (id, by, actions) => {
      // Whether a step can be taken somewhere says what stands there: one could ask for it word by word.
      const level = await shown(id, actions.some(({ type }) => type === 'insert') ? 'text' : 'tree')
      return quietly(level, () => service.steer(id, by, actions))
    },
  }
}

function hidden(level: TraceLevel, part: TracePart): ServiceError {
  const what = part === 'tree' ? 'its tree' : 'what its steps say'
  const why =
    level === 'sealed' ? 'the trace of this search is sealed' : `the trace of this search is shown as ${level}`
  return new ServiceError('trace-hidden', `${why}, which does not show ${what}`)
}

const isMeantForReaders = (error: unknown): boolean =>
  error instanceof ServiceError || error instanceof StoreError || isCatalogError(error)

const hideEnvelope = ({ at, event }: Envelope): Envelope => ({ at, event: hideText(event) })

function withoutSteps({ conclusion, ...account }: SearchAccount): SearchAccount {
  return { ...account, path: [], conclusion: conclusion === null ? null : { ...conclusion, statements: [] } }
}

/** The same feed without the messages that other readers share, which say everything. */
function withoutChunks(feed: FeedView): FeedView {
  return {
    get head() {
      return feed.head
    },
    get closed() {
      return feed.closed
    },
    get interrupted() {
      return feed.interrupted
    },
    chunkAt: () => null,
    nextChunk: () => feed.head,
    onChange: (wake) => feed.onChange(wake),
  }
}
