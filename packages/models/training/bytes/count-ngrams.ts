import { countCode } from '../../src/byte-model/count-code.ts'

/** How a table is made of a text. */
export interface NgramOptions {
  /** Length of the longest n-gram, 1 to 8. */
  readonly order: number
  /** How often an n-gram of each length must have been seen to be kept; never lower for longer ones. By length, from 1. */
  readonly least: readonly number[]
}

interface Node {
  count: number
  readonly children: Map<number, Node>
}

/** The file of the n-grams of a text, laid out as `ngram-table.ts` reads it. The same text and options give the same bytes. */
export function countNgrams(text: Uint8Array, { order, least }: NgramOptions): Uint8Array {
  if (least.length !== order || least.some((count, i) => count < (least[i - 1] ?? 1)))
    throw new RangeError(`least: got ${least.join(',')}, expected ${order} whole numbers that do not fall`)
  const root: Node = { count: 0, children: new Map() }
  for (let i = 0; i < text.length; i++) {
    let node = root
    for (let length = 0; length < order && i + length < text.length; length++) {
      const byte = text[i + length]!
      const child = node.children.get(byte) ?? { count: 0, children: new Map<number, Node>() }
      node.children.set(byte, child)
      child.count++
      node = child
    }
  }
  return Uint8Array.from([0x45, 0x42, 0x4e, 0x31, order, ...levels(root, order, least)])
}

function levels(root: Node, order: number, least: readonly number[]): number[] {
  const out: number[] = []
  let level = [root]
  for (let length = 1; length <= order; length++) {
    const next: Node[] = []
    for (const node of level) {
      const all = [...node.children].toSorted(([a], [b]) => a - b)
      const kept = all.filter(([, { count }]) => count >= least[length - 1]!)
      if (kept.length > 255) throw new RangeError(`${kept.length} children of one node, at most 255 can be written`)
      out.push(kept.length)
      if (kept.length === 0) continue
      const dropped =
        all.reduce((sum, [, { count }]) => sum + count, 0) - kept.reduce((sum, [, { count }]) => sum + count, 0)
      out.push(countCode(all.length + dropped))
      for (const [byte, child] of kept) {
        out.push(byte, countCode(child.count))
        next.push(child)
      }
    }
    level = next
  }
  return out
}
