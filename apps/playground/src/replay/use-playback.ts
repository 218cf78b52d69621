import { useCallback, useEffect, useRef, useState } from 'react'
import type { TreeStore } from '@espalier/client'

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64] as const
/** Events a second at speed 1. */
const EVENTS_PER_SECOND = 20

export interface Playback {
  readonly isPlaying: boolean
  readonly speed: number
  readonly setSpeed: (speed: number) => void
  readonly toggle: () => void
  readonly stop: () => void
}

/** Moves a replay on by itself. From the end it begins anew; at the end it stops. */
export function usePlayback(store: TreeStore): Playback {
  const [isPlaying, setPlaying] = useState(false)
  const [speed, setSpeed] = useState<number>(1)
  const speedNow = useRef(speed)
  speedNow.current = speed

  useEffect(() => {
    if (!isPlaying) return
    let frame = 0
    let before = performance.now()
    let due = 0
    const move = (now: number): void => {
      due += ((now - before) / 1000) * EVENTS_PER_SECOND * speedNow.current
      before = now
      const whole = Math.floor(due)
      if (whole > 0) {
        due -= whole
        store.seek(Math.min(store.lastSeq, store.shownSeq + whole))
      }
      if (store.shownSeq >= store.lastSeq) setPlaying(false)
      else frame = requestAnimationFrame(move)
    }
    frame = requestAnimationFrame(move)
    return () => cancelAnimationFrame(frame)
  }, [isPlaying, store])

  const toggle = useCallback(() => {
    setPlaying((playing) => {
      if (!playing && store.shownSeq >= store.lastSeq) store.seek(0)
      return !playing
    })
  }, [store])
  const stop = useCallback(() => setPlaying(false), [])
  return { isPlaying, speed, setSpeed, toggle, stop }
}
