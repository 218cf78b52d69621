import { ProtocolError } from '@espalier/protocol'
import type { LocalWorld } from './local-search.ts'

/** In browsers, workers and Node alike; declared here because this package loads no platform types. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array }
declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string }

const BREATH_MS = 12

/** Lines of text, each with its line feed, as a file; a breath at a time, so that a long log does not hold the page up. */
export async function writeLines(lines: Iterable<string>, world: LocalWorld): Promise<Uint8Array> {
  const parts: string[] = []
  await inBreaths(
    each(lines, (line) => parts.push(line)),
    world,
  )
  return new TextEncoder().encode(parts.join(''))
}

/** Reads a file line by line, without the line feeds. Throws `INVALID_LOG` for one that is no text. */
export async function readLines(file: Uint8Array, world: LocalWorld, take: (line: string) => void): Promise<void> {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(file)
  } catch {
    throw new ProtocolError('INVALID_LOG', 'not text in UTF-8')
  }
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  await inBreaths(each(lines, take), world)
}

function each<T>(items: Iterable<T>, take: (item: T) => void): () => boolean {
  const rest = items[Symbol.iterator]()
  return () => {
    const next = rest.next()
    if (next.done === true) return false
    take(next.value)
    return true
  }
}

/** Does steps until one says that there are no more. */
export async function inBreaths(step: () => boolean, { clock, breathe }: LocalWorld): Promise<void> {
  let since = clock()
  while (step()) {
    if (clock() - since < BREATH_MS) continue
    await breathe()
    since = clock()
  }
}
