const FAMILY = '"Inter Variable", system-ui, sans-serif'

export const LABEL_FONT = `500 12px ${FAMILY}`
export const SMALL_FONT = `400 11px ${FAMILY}`

/** Widest average character of the fonts above, in pixels: a cut that is a little early beats measuring thousands of labels. */
const LABEL_CHAR = 6.9
const SMALL_CHAR = 6.2

/** Text cut to a width, with an ellipsis; empty where not even three characters fit. */
export function cutText(text: string, pixels: number, font: 'label' | 'small'): string {
  const fits = Math.floor(pixels / (font === 'label' ? LABEL_CHAR : SMALL_CHAR))
  if (text.length <= fits) return text
  return fits < 3 ? '' : `${text.slice(0, fits - 1).trimEnd()}…`
}
