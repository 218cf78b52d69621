/** A prompt that is a path: the root's part and one part for each step, named so that equal prefixes have equal names. */
export interface PromptPart {
  readonly key: string
  readonly tokens: number
}

interface Entry {
  readonly tokens: number
  readonly parent: Entry | null
  readonly key: string
  usedAt: number
  /** Cached continuations, and prompts at work that need it: it cannot go while there are any. */
  children: number
  locks: number
}

/**
 * The prefix cache of a model server (a radix tree with least-recently-used eviction of leaves, as SGLang's RadixAttention: Zheng 2024, §3), a
 * step of reasoning as the unit. Prompts at work hold their prefixes.
 */
export class PrefixCache {
  private readonly entries = new Map<string, Entry>()
  private readonly capacity: number
  private used = 0
  private clock = 0
  /** Tokens of all prompts, and of these the ones that were not cached. */
  prompted = 0
  prefilled = 0

  constructor(capacity: number) {
    this.capacity = capacity
  }

  /** A prompt begins: what is missing is computed, and all of it is held until `end`. */
  begin(prompt: readonly PromptPart[]): void {
    for (const part of prompt) {
      this.prompted += part.tokens
      if (!this.entries.has(part.key)) this.prefilled += part.tokens
    }
    for (const entry of this.touch(prompt)) entry.locks++
    this.evict()
  }

  /** It is done, and this is what it wrote: a continuation each. */
  end(prompt: readonly PromptPart[], written: readonly PromptPart[]): void {
    for (const entry of this.touch(prompt)) entry.locks--
    for (const part of written) this.touch([...prompt, part])
    this.evict()
  }

  private touch(parts: readonly PromptPart[]): readonly Entry[] {
    let parent: Entry | null = null
    return parts.map(({ key, tokens }) => {
      let entry = this.entries.get(key)
      if (entry === undefined) {
        entry = { tokens, parent, key, usedAt: 0, children: 0, locks: 0 }
        this.entries.set(key, entry)
        this.used += tokens
        if (parent !== null) parent.children++
      }
      entry.usedAt = ++this.clock
      parent = entry
      return entry
    })
  }

  private evict(): void {
    while (this.used > this.capacity) {
      let oldest: Entry | null = null
      for (const entry of this.entries.values()) {
        if (entry.children > 0 || entry.locks > 0) continue
        if (oldest === null || entry.usedAt < oldest.usedAt) oldest = entry
      }
      if (oldest === null) return
      this.entries.delete(oldest.key)
      this.used -= oldest.tokens
      if (oldest.parent !== null) oldest.parent.children--
    }
  }
}
