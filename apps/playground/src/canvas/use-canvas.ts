import { useCallback, useEffect, useRef, useState, type RefObject } from 'react'

export interface CanvasSize {
  /** CSS pixels. */
  readonly width: number
  readonly height: number
}

/**
 * A canvas as large as the box that it is in, at the device's resolution. `draw` is called at the next frame after `redraw`, at most
 * once for each; keep what it draws from in refs or make a new one.
 */
export function useCanvas(draw: (context: CanvasRenderingContext2D, size: CanvasSize) => void): {
  readonly canvas: RefObject<HTMLCanvasElement | null>
  readonly size: CanvasSize
  readonly redraw: () => void
} {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [size, setSize] = useState<CanvasSize>({ width: 0, height: 0 })
  const pending = useRef(0)
  const drawNow = useRef(draw)
  const sizeNow = useRef(size)
  drawNow.current = draw

  const redraw = useCallback(() => {
    if (pending.current !== 0) return
    pending.current = requestAnimationFrame(() => {
      pending.current = 0
      const element = canvas.current
      const context = element?.getContext('2d', { alpha: false }) ?? null
      if (context === null || sizeNow.current.width === 0) return
      const ratio = devicePixelRatio
      context.setTransform(ratio, 0, 0, ratio, 0, 0)
      drawNow.current(context, sizeNow.current)
    })
  }, [])

  useEffect(() => {
    const element = canvas.current
    const box = element?.parentElement ?? null
    if (element === null || box === null) return
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = box
      if (width === sizeNow.current.width && height === sizeNow.current.height) return
      element.width = Math.round(width * devicePixelRatio)
      element.height = Math.round(height * devicePixelRatio)
      sizeNow.current = { width, height }
      setSize(sizeNow.current)
      redraw()
    })
    observer.observe(box)
    return () => observer.disconnect()
  }, [redraw])
  useEffect(redraw)
  useEffect(() => () => cancelAnimationFrame(pending.current), [])
  return { canvas, size, redraw }
}
