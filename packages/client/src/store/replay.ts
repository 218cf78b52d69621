import { applyEvent, createFold, type Envelope, type Fold, type NodeTexts } from '@espalier/core'
import { fromCheckpoint, takeCheckpoint, type Checkpoint } from './checkpoint.ts'
import { createTokenCounter, type TokenCounter, type TokenCounts } from './token-counts.ts'

/** A fold that can be moved to any place of a log, forwards and backwards. */
export interface Replay {
  /** Changed in place as long as it moves forwards; another one after a move back. */
  readonly fold: Fold
  readonly tokens: TokenCounts
  /** Moves to where the first `events` events are applied. Throws as `applyEvent` does, where the log is not sound. */
  moveTo(events: number): void
}

export interface ReplayOptions {
  /** Events between checkpoints, at least. Default 4,096. */
  readonly spacing?: number
  /** Memory for checkpoints; beyond it every second one goes. Default 64 MiB. */
  readonly maxBytes?: number
}

const SPACING = 4096
/** Checkpoints are no closer than this part of the log. */
const GROWTH = 16
const MAX_BYTES = 64 * 1024 * 1024

/** Replays `log`, which may grow meanwhile. */
export function createReplay(log: readonly Envelope[], texts: NodeTexts, options: ReplayOptions = {}): Replay {
  const { maxBytes = MAX_BYTES } = options
  let spacing = options.spacing ?? SPACING
  /** In order of their places. */
  let checkpoints: Checkpoint[] = []
  let fold = createFold()
  let tokens: TokenCounter = createTokenCounter()

  /** The last checkpoint at or before a place. */
  function before(events: number): Checkpoint | undefined {
    return checkpoints.findLast((checkpoint) => checkpoint.events <= events)
  }

  function keep(): void {
    // Copies cost as much as the tree is large: a log that grows is kept in steps that grow with it.
    if ((checkpoints.at(-1)?.events ?? 0) + Math.max(spacing, fold.seq / GROWTH) > fold.seq) return
    checkpoints.push(takeCheckpoint(fold, tokens))
    while (checkpoints.length > 1 && checkpoints.reduce((sum, { bytes }) => sum + bytes, 0) > maxBytes) {
      checkpoints = checkpoints.filter((_, i) => i % 2 === 1)
      spacing *= 2
    }
  }

  return {
    get fold() {
      return fold
    },
    get tokens() {
      return tokens
    },
    moveTo: (events) => {
      const checkpoint = before(events)
      const isBack = events < fold.seq
      if (checkpoint !== undefined && (isBack || checkpoint.events > fold.seq)) {
        ;({ fold, tokens } = fromCheckpoint(checkpoint, texts))
      } else if (isBack) {
        fold = createFold()
        tokens = createTokenCounter()
      }
      for (let seq = fold.seq; seq < events; seq++) {
        const { event } = log[seq]!
        tokens.before(fold, event)
        applyEvent(fold, event)
        keep()
      }
    },
  }
}
