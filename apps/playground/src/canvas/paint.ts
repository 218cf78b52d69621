import type { Rgb } from '../theme/canvas-colours.ts'

/** A colour that is drawn, and the one that can be read on it. */
export interface Paint {
  readonly fill: string
  readonly text: string
}

const STEPS = 48
const CERTAINTIES = 8

/** Paints by how high something is and how sure one may be of it, both in [0, 1]; made once for each theme and ramp. */
export interface PaintTable {
  paint(height: number, certainty: number): Paint
}

export function createPaintTable(ramp: readonly Rgb[], faint: Rgb): PaintTable {
  const paints = Array.from({ length: STEPS * CERTAINTIES }, (_, i) => {
    const strong = onRamp(ramp, Math.floor(i / CERTAINTIES) / (STEPS - 1))
    // Never all the way to the faint tone: high and low stay apart even on one visit.
    const certainty = 0.3 + 0.7 * ((i % CERTAINTIES) / (CERTAINTIES - 1))
    return paintOf(mix(faint, strong, certainty))
  })
  return {
    paint: (height, certainty) => {
      const step = Math.round(clamp(height) * (STEPS - 1))
      return paints[step * CERTAINTIES + Math.round(clamp(certainty) * (CERTAINTIES - 1))]!
    },
  }
}

/** How much N visits say: 1 - 1/sqrt(N + 1). */
export const certaintyOf = (visits: number): number => 1 - 1 / Math.sqrt(visits + 1)

/**
 * Where a value lies on the diverging scale. Absolute: 0 to 1 as it is. Relative: the middle is as good as the whole search looks now,
 * so what is above the root's mean is on the one side of grey and what is below on the other.
 */
export function valueHeight(value: number, rootMean: number | null): number {
  if (rootMean === null || Number.isNaN(rootMean)) return clamp(value)
  if (value <= rootMean) return rootMean <= 0 ? 0.5 : clamp(0.5 * (value / rootMean))
  return rootMean >= 1 ? 0.5 : clamp(0.5 + (0.5 * (value - rootMean)) / (1 - rootMean))
}

const clamp = (x: number): number => (x > 0 ? (x < 1 ? x : 1) : 0)

function onRamp(ramp: readonly Rgb[], at: number): Rgb {
  const place = clamp(at) * (ramp.length - 1)
  const low = Math.floor(place)
  return mix(ramp[low]!, ramp[Math.min(low + 1, ramp.length - 1)]!, place - low)
}

function mix(a: Rgb, b: Rgb, share: number): Rgb {
  const part = (i: 0 | 1 | 2): number => Math.round(a[i] + (b[i] - a[i]) * share)
  return [part(0), part(1), part(2)]
}

function paintOf(colour: Rgb): Paint {
  // Black and white alone: between two softer tones there are paints that neither can be read on.
  const isDark = contrast(luminance(colour), 0) >= contrast(luminance(colour), 1)
  return { fill: `rgb(${colour.join(' ')})`, text: isDark ? '#000000' : '#ffffff' }
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((channel) => {
    const x = channel / 255
    return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

const contrast = (a: number, b: number): number => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
