/** `\boxed` and its like, with or without a brace. */
const BOXES = /\\(?:boxed|fbox)\s*(?=[{\d-])/g
const STATED = /(?:final\s+answer|answer|result)\s*(?:is|:|=)\s*:?\s*([^\n]+)/gi

/**
 * The final answer of a text that ends in one: what is in its last `\boxed{…}`, behind its last `####` (GSM8K), or behind its last "the answer
 * is", to the end of the sentence. Null where it has none of them.
 */
export function finalAnswer(text: string): string | null {
  return boxed(text) ?? marked(text) ?? stated(text)
}

function boxed(text: string): string | null {
  const last = [...text.matchAll(BOXES)].at(-1)
  if (last === undefined) return null
  const start = last.index + last[0].length
  if (text[start] !== '{') return /^-?[\d.,/]*\d/.exec(text.slice(start))?.[0] ?? null
  let depth = 0
  for (let i = start; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return filled(text.slice(start + 1, i))
  }
  return null
}

function marked(text: string): string | null {
  const last = text.lastIndexOf('####')
  return last === -1 ? null : filled(text.slice(last + 4).split('\n')[0]!)
}

function stated(text: string): string | null {
  const last = [...text.matchAll(STATED)].at(-1)
  return last === undefined ? null : filled(last[1]!.split(/\.(?:\s|$)|[;!?](?:\s|$)/)[0]!.replace(/^\*+|\*+$/g, ''))
}

function filled(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
