import { applyEvent, createFold, isSearchError, type Envelope, type Fold } from '@espalier/core'
import { createLogDecoder, ProtocolError } from '@espalier/protocol'
import type { Catalog } from '../catalog.ts'
import { recogniseSearch, type RecognisedSearch } from '../recognise-search.ts'
import { logOutcome, outcomeFault } from './log-outcome.ts'

/** A search read from its log, proven to come to what its run said. */
export interface ReadSearchLog extends RecognisedSearch {
  readonly envelopes: readonly Envelope[]
  readonly fold: Fold
  /** SHA-256 over the events; 64 hexadecimal digits. */
  readonly hash: string
}

/** Reads the log of a whole search line by line, so that its host can do other things in between. */
export interface SearchLogReader {
  /** Takes the next line, without its line feed. Throws `INVALID_LOG` that names the line. */
  line(text: string): void
  /** Takes note that no more lines come, and proves what was read. Throws `INVALID_LOG`. */
  end(): ReadSearchLog
}

export function createSearchLogReader(catalog: Catalog): SearchLogReader {
  const decoder = createLogDecoder()
  const fold = createFold()
  const envelopes: Envelope[] = []
  let line = 0

  return {
    line: (text) => {
      line++
      const envelope = decoder.line(text)
      if (envelope === null) return
      try {
        applyEvent(fold, envelope.event)
      } catch (error) {
        if (isSearchError(error)) throw new ProtocolError('INVALID_LOG', error.message, line)
        throw error
      }
      envelopes.push(envelope)
    },
    end: () => {
      const { trailer, spec, line: last } = decoder.end()
      const refuse = (fault: string): never => {
        throw new ProtocolError('INVALID_LOG', fault, last)
      }
      const found = logOutcome(fold, catalog)
      if (fold.start === null || found === null) return refuse('the log has an end, but the search in it has none')
      const recognised = recogniseSearch(fold.start, catalog, spec)
      if (recognised === null) throw new ProtocolError('INVALID_LOG', 'a problem of no known task', 2)
      const fault = outcomeFault(trailer.outcome, found)
      if (fault !== null) refuse(fault)
      return { ...recognised, envelopes, fold, hash: trailer.hash }
    },
  }
}
