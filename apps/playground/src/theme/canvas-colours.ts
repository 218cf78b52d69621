/** Colours that canvases draw with: a canvas cannot read custom properties at every rectangle. */
export interface CanvasColours {
  readonly canvas: string
  readonly line: string
  readonly text: string
  readonly dim: string
  readonly accent: string
  readonly running: string
  readonly error: string
  readonly ok: string
  readonly hatch: string
  /** What a cell fades to when its statistics are thin. */
  readonly faint: Rgb
  /** Low to high, diverging: value only. */
  readonly value: readonly Rgb[]
  /** Low to high, one tone: visits, prior, depth, cost. */
  readonly amount: readonly Rgb[]
}

/** Red, green, blue, each 0 to 255. */
export type Rgb = readonly [number, number, number]

const rgb = (hex: string): Rgb => [
  Number.parseInt(hex.slice(1, 3), 16),
  Number.parseInt(hex.slice(3, 5), 16),
  Number.parseInt(hex.slice(5, 7), 16),
]

const ramp = (hexes: string): readonly Rgb[] => hexes.split(' ').map(rgb)

/** The value stops keep 3:1 to their background and stay apart under protan and deutan vision. */
const DARK: CanvasColours = {
  canvas: '#0c0f14',
  line: '#0c0f14',
  text: '#eceff2',
  dim: '#989fa8',
  accent: '#08bcbc',
  running: '#a494f6',
  error: '#f4514f',
  ok: '#4bc680',
  hatch: '#59626b',
  faint: rgb('#3a424c'),
  value: ramp('#4376d8 #548bd0 #759cc5 #9aa7b0 #c6ae7e #e6b55d #febf32'),
  amount: ramp('#5b6570 #79838e #98a2ac #b9c1c9 #dfe4e8'),
}

const LIGHT: CanvasColours = {
  canvas: '#fbfaf7',
  line: '#fbfaf7',
  text: '#181b1f',
  dim: '#595e66',
  accent: '#057176',
  running: '#6440b8',
  error: '#c2181d',
  ok: '#067132',
  hatch: '#8b8a85',
  faint: rgb('#c9c9c5'),
  value: ramp('#1a42a8 #2a61b1 #547aa5 #76828b #a0783e #ab6900 #a55800'),
  amount: ramp('#8d949b #737b83 #59626b #414a53 #2a323a'),
}

export function canvasColours(theme: 'dark' | 'light'): CanvasColours {
  return theme === 'dark' ? DARK : LIGHT
}
