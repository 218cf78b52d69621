import type { NodeId } from '@espalier/core'
import type { ThoughtDetail } from '@espalier/protocol'

/** Looks at the thoughts of a search, and remembers them. */
export interface ThoughtLooks {
  /**
   * One at a time: to make vectors again takes a while, and whoever walks through a tree waits for the last only. Those in between reject.
   * `isFinal`: the search has ended, so what was seen while it ran, whose neighbours may be others by now, is asked for again.
   */
  look(node: NodeId, isFinal: boolean): Promise<ThoughtDetail>
}

interface Waiting {
  readonly node: NodeId
  readonly isFinal: boolean
  readonly resolve: (thought: ThoughtDetail) => void
  readonly reject: (error: unknown) => void
}

export function createThoughtLooks(ask: (node: NodeId) => Promise<ThoughtDetail>): ThoughtLooks {
  const seen = new Map<NodeId, { readonly thought: ThoughtDetail; readonly isFinal: boolean }>()
  let isAsking = false
  let waiting: Waiting | null = null

  function known(node: NodeId, isFinal: boolean): ThoughtDetail | null {
    const before = seen.get(node)
    return before !== undefined && (before.isFinal || !isFinal) ? before.thought : null
  }

  async function work(): Promise<void> {
    if (isAsking) return
    isAsking = true
    while (waiting !== null) {
      const { node, isFinal, resolve, reject }: Waiting = waiting
      waiting = null
      try {
        const thought = known(node, isFinal) ?? (await ask(node))
        seen.set(node, { thought, isFinal })
        resolve(thought)
      } catch (error) {
        reject(error)
      }
    }
    isAsking = false
  }

  return {
    look: (node, isFinal) => {
      const before = known(node, isFinal)
      if (before !== null) return Promise.resolve(before)
      return new Promise((resolve, reject) => {
        waiting?.reject(new Error('another thought was looked at'))
        waiting = { node, isFinal, resolve, reject }
        void work()
      })
    },
  }
}
