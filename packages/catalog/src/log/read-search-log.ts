import { applyEvent, createFold, isSearchError, type Envelope, type Fold } from '@espalier/core'
import { createLogLines, createLogProof, ProtocolError, type LogEnd } from '@espalier/protocol'
import type { Catalog } from '../catalog.ts'
import { recogniseSearch, type RecognisedSearch } from '../recognise-search.ts'
import { logOutcome, outcomeFault } from './log-outcome.ts'

/** A search as its log has it. */
export interface UnprovenSearchLog extends RecognisedSearch {
  readonly envelopes: readonly Envelope[]
  readonly fold: Fold
}

/** A search read from its log, proven to come to what its run said. */
export interface ReadSearchLog extends UnprovenSearchLog {
  /** SHA-256 over the events; 64 hexadecimal digits. */
  readonly hash: string
}

/**
 * Reads the log of a whole search line by line and proves it, so that its host can do other things in between: `line` for each, `prove`
 * until nothing is left, `end`. To prove a log takes longer than to read it.
 */
export interface SearchLogReader {
  /** Takes the next line, without its line feed. Throws `INVALID_LOG` that names the line. */
  line(text: string): void
  /** What was read once all lines were taken; nothing says yet that they are as they were written. Throws `INVALID_LOG`. */
  unproven(): UnprovenSearchLog
  /** Takes another line into the proof; false once none is left. */
  prove(): boolean
  /** Takes note that no more lines come, and proves what was read as far as that is not done. Throws `INVALID_LOG`. */
  end(): ReadSearchLog
}

export function createSearchLogReader(catalog: Catalog): SearchLogReader {
  const lines = createLogLines()
  const proof = createLogProof()
  const fold = createFold()
  const envelopes: Envelope[] = []
  const texts: string[] = []
  let proven = 0

  /** The lines between the first and the last are envelopes; `lines` takes no others. */
  function prove(): boolean {
    if (proven === texts.length) return false
    proof.line(texts[proven]!, envelopes[proven - 1] ?? null)
    proven++
    return true
  }

  function unproven(): UnprovenSearchLog & { readonly said: LogEnd } {
    const said = lines.end()
    if (fold.start === null || fold.end === null) {
      throw new ProtocolError('INVALID_LOG', 'the log has an end, but the search in it has none', said.line)
    }
    const recognised = recogniseSearch(fold.start, catalog, said.spec)
    if (recognised === null) throw new ProtocolError('INVALID_LOG', 'a start that is out of range', 2)
    return { ...recognised, envelopes, fold, said }
  }

  return {
    line: (text) => {
      const envelope = lines.line(text)
      texts.push(text)
      if (envelope === null) return
      try {
        applyEvent(fold, envelope.event)
      } catch (error) {
        if (isSearchError(error)) throw new ProtocolError('INVALID_LOG', error.message, texts.length)
        throw error
      }
      envelopes.push(envelope)
    },
    unproven: () => {
      const { said: _, ...read } = unproven()
      return read
    },
    prove,
    end: () => {
      const { said, ...read } = unproven()
      while (prove());
      proof.end(said)
      const fault = outcomeFault(said.trailer.outcome, logOutcome(fold, catalog)!, read.spec.task)
      if (fault !== null) throw new ProtocolError('INVALID_LOG', fault, said.line)
      return { ...read, hash: said.trailer.hash }
    },
  }
}
