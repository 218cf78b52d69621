import type { NodeId } from '@espalier/core'

/** The node under the pointer, wherever that is: every view of the tree shows it. Outside of React, as it follows every move. */
export interface Hover {
  get(): NodeId | null
  set(node: NodeId | null): void
  subscribe(listener: () => void): () => void
}

export function createHover(): Hover {
  const listeners = new Set<() => void>()
  let hovered: NodeId | null = null
  return {
    get: () => hovered,
    set: (node) => {
      if (node === hovered) return
      hovered = node
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
