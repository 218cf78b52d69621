import { useEffect, useMemo, useRef, useState } from 'react'
import type { Command } from '../commands/command.ts'
import { useCommands } from '../commands/registry.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { formatCount } from '../parts/format.ts'
import { useSessionState, useShown } from '../workspace/session-context.ts'
import { useWorkspaceView } from '../workspace/view-context.ts'
import { nextMark, type JumpKind } from './jumps.ts'
import { Track } from './track.tsx'
import { SPEEDS, usePlayback } from './use-playback.ts'
import './replay.css'

/** The address follows the place in the log once it has rested for so long. */
const REST_MS = 300

const JUMPS: readonly { readonly kind: JumpKind; readonly name: string }[] = [
  { kind: 'any', name: 'all marks' },
  { kind: 'answer', name: 'answers' },
  { kind: 'failure', name: 'failures' },
  { kind: 'steer', name: 'steering' },
]

/** The whole log under one hand: any place, any speed, jumps from mark to mark, and back to what happens now. */
export function ReplayBar() {
  const { store, version } = useShown()
  const { select } = useWorkspaceView()
  const playback = usePlayback(store)
  const [kind, setKind] = useState<JumpKind>('any')
  const { shownSeq, lastSeq, missing, mode } = store
  useSeqInAddress(playback.isPlaying)

  const seek = (seq: number): void => {
    playback.stop()
    store.seek(Math.max(0, Math.min(lastSeq, seq)))
  }
  const jump = (direction: 1 | -1): void => {
    const mark = nextMark(store.marks, shownSeq, kind, direction)
    if (mark === undefined) return seek(direction === 1 ? lastSeq : 0)
    seek(mark.seq)
    select(mark.node)
  }
  const goLive = (): void => {
    playback.stop()
    store.live()
  }
  const now = useRef({ seek, jump, goLive })
  now.current = { seek, jump, goLive }
  const { toggle } = playback
  const commands = useMemo<readonly Command[]>(
    () => [
      { id: 'replay-play', title: 'Play the log, or stop', group: 'Replay', keys: ['r'], run: toggle },
      {
        id: 'replay-next',
        title: 'Next event',
        group: 'Replay',
        keys: ['.'],
        run: () => now.current.seek(store.shownSeq + 1),
      },
      {
        id: 'replay-previous',
        title: 'Previous event',
        group: 'Replay',
        keys: [','],
        run: () => now.current.seek(store.shownSeq - 1),
      },
      {
        id: 'replay-next-mark',
        title: 'Next mark: answer or failure',
        group: 'Replay',
        keys: ['n'],
        run: () => now.current.jump(1),
      },
      {
        id: 'replay-previous-mark',
        title: 'Previous mark',
        group: 'Replay',
        keys: ['N'],
        run: () => now.current.jump(-1),
      },
      {
        id: 'replay-live',
        title: 'Show what happens now',
        group: 'Replay',
        keys: ['l'],
        run: () => now.current.goLive(),
      },
    ],
    [toggle, store],
  )
  useCommands(commands)
  const isEmpty = lastSeq < 0
  const arrived = Math.floor((100 * (lastSeq + 1)) / (lastSeq + 1 + missing))
  const isChecked = useSessionState().proof !== 'checking'
  const loading = isChecked ? `loading the log, ${arrived} %` : 'checking the file'
  const placeText = missing > 0 ? loading : isEmpty ? 'no events yet' : formatCount(shownSeq)

  return (
    <section className="replay" aria-label="Replay" data-version={version}>
      <div className="replay-buttons">
        <IconButton
          icon="first"
          label="Previous mark"
          command="replay-previous-mark"
          disabled={isEmpty}
          onClick={() => jump(-1)}
        />
        <IconButton
          icon="back"
          label="Previous event"
          command="replay-previous"
          disabled={isEmpty}
          onClick={() => seek(shownSeq - 1)}
        />
        <IconButton
          icon={playback.isPlaying ? 'pause' : 'play'}
          label={playback.isPlaying ? 'Stop' : 'Play the log'}
          command="replay-play"
          disabled={isEmpty}
          onClick={toggle}
        />
        <IconButton
          icon="forward"
          label="Next event"
          command="replay-next"
          disabled={isEmpty}
          onClick={() => seek(shownSeq + 1)}
        />
        <IconButton
          icon="last"
          label="Next mark"
          command="replay-next-mark"
          disabled={isEmpty}
          onClick={() => jump(1)}
        />
      </div>
      <Track seek={seek} />
      <span className="replay-place number">
        {placeText}
        {isEmpty || missing > 0 ? null : <span className="dim"> / {formatCount(lastSeq)}</span>}
      </span>
      <label className="replay-select">
        <span className="unseen">Speed</span>
        <select value={playback.speed} onChange={(event) => playback.setSpeed(Number(event.target.value))}>
          {SPEEDS.map((speed) => (
            <option key={speed} value={speed}>
              {speed} ×
            </option>
          ))}
        </select>
      </label>
      <label className="replay-select">
        <span className="unseen">Jump to</span>
        <select value={kind} onChange={(event) => setKind(event.target.value as JumpKind)}>
          {JUMPS.map((option) => (
            <option key={option.kind} value={option.kind}>
              {option.name}
            </option>
          ))}
        </select>
      </label>
      <Button
        className={`live-button ${mode === 'live' ? 'on' : ''}`}
        aria-pressed={mode === 'live'}
        title="Show what happens now (l)"
        onClick={goLive}
      >
        Live
      </Button>
    </section>
  )
}

/** Goes to the place that the address names, and names the place that somebody went to. */
function useSeqInAddress(isPlaying: boolean): void {
  const { store, version } = useShown()
  const { view, change } = useWorkspaceView()
  const asked = useRef<number | null>(null)
  const { lastSeq, shownSeq, mode } = store

  useEffect(() => {
    if (view.seq === asked.current) return
    if (view.seq === null) {
      asked.current = null
      if (store.mode === 'replay') store.live()
    } else if (view.seq <= lastSeq) {
      asked.current = view.seq
      store.seek(view.seq)
    }
  }, [view.seq, lastSeq, store])

  const place = mode === 'replay' ? shownSeq : null
  useEffect(() => {
    // A place that the address names is waited for until the log reaches it.
    if (isPlaying || mode === 'frozen' || (view.seq !== null && asked.current === null && mode === 'live')) return
    const timer = setTimeout(() => {
      if (place === view.seq) return
      asked.current = place
      change({ seq: place })
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [place, mode, isPlaying, view.seq, change, version])
}
