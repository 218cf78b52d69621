/** Something that the page can do on demand: listed in the palette, bound to a key. */
export interface Command {
  readonly id: string
  readonly title: string
  readonly group: 'Go' | 'Tree' | 'Look' | 'Run' | 'Steer' | 'Replay' | 'File' | 'Page'
  /** As {@link keyOf} writes them; the first is the one that is shown. */
  readonly keys?: readonly string[]
  readonly run: () => void
  /** Why it cannot be done now. Absent: it can. */
  readonly unavailable?: string | undefined
}

/** What {@link keyOf} reads of a KeyboardEvent. */
export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** A key press in writing: `k`, `N`, `/`, `ArrowLeft`, `Space`, `Mod+k` (Control or Command). Shift shows in the character. */
export function keyOf(event: KeyPress): string {
  const name = event.key === ' ' ? 'Space' : event.key
  const isCommand = event.ctrlKey || event.metaKey
  const base = isCommand && name.length === 1 ? name.toLowerCase() : name
  return `${isCommand ? 'Mod+' : ''}${event.altKey ? 'Alt+' : ''}${base}`
}

const SHOWN: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Enter: '↵',
}

/** A key for people. `isApple`: whether the device has a Command key. */
export function keyLabel(key: string, isApple: boolean): string {
  return key
    .split(/\+(?=.)/)
    .map((part) =>
      part === 'Mod' ? (isApple ? '⌘' : 'Ctrl') : (SHOWN[part] ?? (part.length === 1 ? shift(part) : part)),
    )
    .join(' ')
}

const shift = (character: string): string =>
  character !== character.toLowerCase() ? `⇧ ${character}` : character.toUpperCase()

/** How well words fit a title, higher is better; null if they do not. Every word must occur, at the start of a word is better. */
export function fit(query: string, title: string): number | null {
  const lower = title.toLowerCase()
  let score = 0
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const at = lower.indexOf(word)
    if (at < 0) return null
    score += at === 0 ? 3 : lower[at - 1] === ' ' ? 2 : 1
  }
  return score
}
