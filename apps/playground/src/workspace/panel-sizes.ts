import { useSyncExternalStore } from 'react'

export type PanelSide = 'left' | 'right'

export const PANEL_TITLES: Readonly<Record<PanelSide, string>> = {
  left: 'best path and candidates',
  right: 'step',
}

/** How wide a panel may be, in px. */
export const PANEL_WIDTHS: Readonly<Record<PanelSide, { readonly min: number; readonly max: number }>> = {
  left: { min: 300, max: 760 },
  right: { min: 260, max: 620 },
}

export interface PanelSize {
  readonly width: number
  readonly isOpen: boolean
}
export type PanelSizes = Readonly<Record<PanelSide, PanelSize>>

export const DEFAULT_SIZES: PanelSizes = {
  left: { width: 404, isOpen: true },
  right: { width: 332, isOpen: true },
}

const KEY = 'espalier.panels'
const listeners = new Set<() => void>()
let sizes: PanelSizes = stored()

/** The panels beside the tree, as somebody left them. */
export function usePanelSizes(): PanelSizes {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => sizes,
  )
}

/** Makes a panel so wide, as far as it may be, and opens it. */
export function setPanelWidth(side: PanelSide, width: number): void {
  keep(side, { width: within(side, width), isOpen: true })
}

export function togglePanel(side: PanelSide): void {
  keep(side, { ...sizes[side], isOpen: !sizes[side].isOpen })
}

/** Reads what was stored; what makes no sense is as it is at first. */
export function parseSizes(text: string | null): PanelSizes {
  const read = (side: PanelSide, value: unknown): PanelSize => {
    const { width, isOpen } = DEFAULT_SIZES[side]
    if (typeof value !== 'object' || value === null) return DEFAULT_SIZES[side]
    const given = value as { readonly width?: unknown; readonly isOpen?: unknown }
    return {
      width: typeof given.width === 'number' ? within(side, given.width) : width,
      isOpen: typeof given.isOpen === 'boolean' ? given.isOpen : isOpen,
    }
  }
  try {
    const value = JSON.parse(text ?? '{}') as Partial<Record<PanelSide, unknown>> | null
    return { left: read('left', value?.left), right: read('right', value?.right) }
  } catch {
    return DEFAULT_SIZES
  }
}

function within(side: PanelSide, width: number): number {
  const { min, max } = PANEL_WIDTHS[side]
  return Math.round(Math.min(max, Math.max(min, width)))
}

function keep(side: PanelSide, size: PanelSize): void {
  sizes = { ...sizes, [side]: size }
  try {
    localStorage.setItem(KEY, JSON.stringify(sizes))
  } catch {
    // Storage may be forbidden; the sizes then hold as long as the page.
  }
  for (const listener of listeners) listener()
}

function stored(): PanelSizes {
  try {
    return parseSizes(localStorage.getItem(KEY))
  } catch {
    return DEFAULT_SIZES
  }
}
