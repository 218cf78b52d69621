import { randomBytes } from 'node:crypto'
import { strictest, TRACE_LEVELS, type TraceLevel } from '@espalier/protocol'
import { controlOf } from '../searches/control.ts'
import { ServiceError } from '../searches/service-error.ts'
import type { StoredSearch } from '../store/search-store.ts'

/** How much of a search is shown, as its header has it. Absent there: everything. */
export interface KeptTrace {
  readonly level: TraceLevel
  /** Of a sealed search: what its seals are made with. Secret until it is revealed. */
  readonly salt?: string
}

/** Decides how much of each search is shown. Nothing else in the server does. */
export interface TracePolicy {
  /** What this server shows at most. */
  readonly ceiling: TraceLevel
  /**
   * What a new search is kept with; undefined for one that hides nothing. `most`: what the search that it begins with shows. Throws
   * `invalid-request` for more than may be shown.
   */
  keep(asked: TraceLevel | undefined, most?: TraceLevel): KeptTrace | undefined
  /** What readers of a search are shown now. */
  levelOf(stored: Pick<StoredSearch, 'header' | 'control'>): TraceLevel
  /** What may stand in the server's own log of something thrown while it worked at a search: errors quote steps. */
  inLog(stored: Pick<StoredSearch, 'header' | 'control'>, error: unknown): unknown
}

export function tracePolicy(ceiling: TraceLevel): TracePolicy {
  if (!TRACE_LEVELS.includes(ceiling))
    throw new TypeError(`trace: got ${JSON.stringify(ceiling)}, expected one of ${TRACE_LEVELS.join(', ')}`)

  function levelOf({ header, control }: Pick<StoredSearch, 'header' | 'control'>): TraceLevel {
    const level = header.trace?.level ?? 'full'
    const isRevealed = level === 'sealed' && controlOf(control).revealed === true
    return strictest(isRevealed ? 'full' : level, ceiling)
  }

  return {
    ceiling,
    levelOf,
    keep: (asked, most = 'full') => {
      const allowed = strictest(most, ceiling)
      const level = asked ?? allowed
      if (strictest(level, allowed) !== level)
        throw new ServiceError('invalid-request', `trace: got ${level}, at most ${allowed} is shown here`, '/trace')
      if (level === 'full') return undefined
      return level === 'sealed' ? { level, salt: randomBytes(32).toString('hex') } : { level }
    },
    inLog: (stored, error) => (levelOf(stored) === 'full' ? error : withoutMessage(error)),
  }
}

/** What was thrown, and where, without what it says. */
export function withoutMessage(error: unknown): Error {
  const { name = 'Error', stack = '' } = (error ?? {}) as { readonly name?: string; readonly stack?: string }
  const plain = new Error('not shown: the search hides its trace')
  plain.name = name
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  plain.stack = [`${name}: ${plain.message}`, ...frames].join('\n')
  return plain
}
