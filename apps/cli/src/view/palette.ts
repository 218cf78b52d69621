import pc from 'picocolors'

export interface Palette {
  bold(text: string): string
  dim(text: string): string
  good(text: string): string
  middling(text: string): string
  bad(text: string): string
  accent(text: string): string
}

/** Colours of the terminal's own theme, or none. */
export function createPalette(color: boolean): Palette {
  const { bold, dim, green, yellow, red, cyan } = pc.createColors(color)
  return { bold, dim, good: green, middling: yellow, bad: red, accent: cyan }
}
