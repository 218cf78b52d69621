/** The word in front of a judgement. */
export const JUDGEMENT = 'Final Judgement'

export interface ReadOptions {
  /** What stands in front of it: {@link JUDGEMENT}, or the name of a criterion. */
  readonly mark: string
  /** What this judge was told and the quoted texts do not hold (`keyFor`). */
  readonly key: string
  /** The texts that were judged: a line that stands in one of them is no judgement. */
  readonly quotes: readonly string[]
  /** The reply was broken off, so its last line may be half of one. */
  readonly isCut?: boolean
}

/**
 * What a judge's reply says behind the mark: `Final Judgement (1f2e3d4c): Yes`. Only lines of the judge's own count.
 * - A line that shows the key is the judge's: nothing that it read holds it. The last such line counts.
 * - Without one, lines without the key count, as models that were trained on SPaR's form write them, but for those that stand in a text that was judged;
 *   where they do not all say the same, nothing counts.
 * What stands before the end of a model's thoughts is not its reply. Null where there is nothing to read.
 */
export function readSaid(reply: string, { mark, key, quotes, isCut = false }: ReadOptions): string | null {
  const lines = withoutThoughts(reply, quotes).split('\n')
  if (isCut) lines.pop()
  const found = lines.flatMap((line, i) => {
    const { head, said } = partsOf(line, mark)
    if (head === null) return []
    const isKeyed = head.includes(key)
    return [{ isKeyed, line, said: said === '' && isKeyed ? plain(lines[i + 1] ?? '') : said }]
  })
  const keyed = found.findLast(({ isKeyed }) => isKeyed)
  if (keyed !== undefined) return orNull(keyed.said)
  const texts = quotes.map(oneSpaced)
  const own = found.filter(({ line }) => !texts.some((text) => text.includes(oneSpaced(line))))
  const first = own[0]?.said
  return first !== undefined && own.every(({ said }) => said === first) ? orNull(first) : null
}

const THOUGHTS_END = '</think>'

/** A reply without the thoughts in front of it. Where a text that was judged holds their end, it may be that text said again, and all is the reply. */
export function withoutThoughts(reply: string, quotes: readonly string[]): string {
  const end = reply.lastIndexOf(THOUGHTS_END)
  return end === -1 || quotes.some((text) => text.includes(THOUGHTS_END))
    ? reply
    : reply.slice(end + THOUGHTS_END.length)
}

/** What is between the mark and the colon, and behind it; null for another line. A line that is quoted with `|` or `>` is another. */
function partsOf(line: string, mark: string): { readonly head: string | null; readonly said: string } {
  const text = line.replace(/^[\s*_#`-]+/, '')
  const names = mark === JUDGEMENT ? [mark, 'Final Judgment'] : [mark]
  const name = names.find((name) => text.slice(0, name.length).toLowerCase() === name.toLowerCase())
  const rest = name === undefined ? null : text.slice(name.length)
  // A longer word, or a sentence about the mark.
  if (rest === null || !/^[\s*_`]*[(:[]/.test(rest)) return { head: null, said: '' }
  const colon = rest.indexOf(':')
  return colon === -1 ? { head: null, said: '' } : { head: rest.slice(0, colon), said: plain(rest.slice(colon + 1)) }
}

const DRESS = ' \t\r*_`"\'.'

/** Without emphasis, quotation marks and a full stop around it. */
function plain(text: string): string {
  let [start, end] = [0, text.length]
  while (start < end && DRESS.includes(text[start]!)) start++
  while (end > start && DRESS.includes(text[end - 1]!)) end--
  return text.slice(start, end)
}

const oneSpaced = (text: string): string => text.replace(/\s+/g, ' ').trim().toLowerCase()
const orNull = (said: string): string | null => (said === '' ? null : said)
