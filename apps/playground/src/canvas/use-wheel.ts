import { useEffect, useRef, type RefObject } from 'react'

/** Wheel turns over a canvas, which then do not scroll the page: React's own listeners cannot say that. */
export function useWheel(
  canvas: RefObject<HTMLCanvasElement | null>,
  turn: (event: WheelEvent, x: number, y: number) => void,
): void {
  const turnNow = useRef(turn)
  turnNow.current = turn
  useEffect(() => {
    const element = canvas.current
    if (element === null) return
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault()
      turnNow.current(event, event.offsetX, event.offsetY)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [canvas])
}
