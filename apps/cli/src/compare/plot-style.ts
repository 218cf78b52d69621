/** How a line looks: no two of the first 20 share marker and dash, so that colour is not needed to tell them apart. */
export interface PlotStyle {
  readonly color: string
  /** Attribute with a leading space; empty for a whole line. */
  readonly dash: string
  readonly marker: number
}

/** Dark enough on white (at least 3:1), apart for the common kinds of colour blindness as far as seven can be (after Okabe & Ito 2008). */
const COLORS = ['#0072b2', '#c44500', '#00795c', '#a3478a', '#8f6a00', '#7a3fb0', '#b3261e']
const BASELINE_COLOR = '#57606a'
const DASHES = ['', '7 4', '2 3', '9 3 2 3']
const MARKERS = ['circle', 'square', 'triangle', 'diamond', 'cross'] as const
/** Half a marker's size. */
const R = 4

/** The style of the index-th line. */
export function plotStyle(index: number, isBaseline: boolean): PlotStyle {
  const dash = DASHES[index % DASHES.length]!
  return {
    color: isBaseline ? BASELINE_COLOR : COLORS[index % COLORS.length]!,
    dash: dash === '' ? '' : ` stroke-dasharray="${dash}"`,
    marker: index % MARKERS.length,
  }
}

/** Path data of a marker around a point. */
export function markerPath(marker: number, cx: number, cy: number): string {
  const at = (dx: number, dy: number): string => `${(cx + dx).toFixed(1)} ${(cy + dy).toFixed(1)}`
  switch (MARKERS[marker]) {
    case 'square':
      return `M${at(-R, -R)}h${2 * R}v${2 * R}h${-2 * R}z`
    case 'triangle':
      return `M${at(0, -R - 1)}L${at(R + 1, R)}L${at(-R - 1, R)}z`
    case 'diamond':
      return `M${at(0, -R - 1)}L${at(R + 1, 0)}L${at(0, R + 1)}L${at(-R - 1, 0)}z`
    case 'cross':
      return `M${at(-R, -R)}L${at(R, R)}M${at(R, -R)}L${at(-R, R)}`
    default:
      return `M${at(-R, 0)}a${R} ${R} 0 1 0 ${2 * R} 0a${R} ${R} 0 1 0 ${-2 * R} 0z`
  }
}

export function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')
}
