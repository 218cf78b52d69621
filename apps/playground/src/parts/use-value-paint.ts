import { certaintyOf, createPaintTable, valueHeight, type Paint } from '../canvas/paint.ts'
import { canvasColours } from '../theme/canvas-colours.ts'
import { useTheme } from '../theme/theme.ts'

const tables = {
  dark: createPaintTable(canvasColours('dark').value, canvasColours('dark').faint),
  light: createPaintTable(canvasColours('light').value, canvasColours('light').faint),
}

/** The colour of a value in [0, 1] on the theme that is shown; faint on few visits. */
export function useValuePaint(): (value: number, visits: number) => Paint {
  const table = tables[useTheme()]
  return (value, visits) => table.paint(valueHeight(value, null), certaintyOf(visits))
}
