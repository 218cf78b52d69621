import { ROOT, type NodeId, type SearchEvent, type SteerAction, type TrialId } from '@espalier/core'

export type MarkKind = 'start' | 'answer' | 'failure' | 'steer' | 'end'

/** A place in a log that is worth a jump. */
export interface Mark {
  readonly seq: number
  readonly kind: MarkKind
  readonly node: NodeId
}

/** The node that an action is about; the root where it is about the whole search. */
export function steeredNode(action: SteerAction): NodeId {
  if (action.type === 'insert') return action.child
  return 'node' in action ? action.node : ROOT
}

/** Finds the marks of a log, event by event. */
export function createMarker(): (event: SearchEvent) => Mark | null {
  /** Where the trials under way work: a failure names its trial alone. */
  const nodes = new Map<TrialId, NodeId>()
  return (event) => {
    const { seq } = event
    switch (event.type) {
      case 'search-start':
        return { seq, kind: 'start', node: ROOT }
      case 'trial-start':
        nodes.set(event.trial, event.node)
        return null
      case 'trial-end': {
        const node = nodes.get(event.trial) ?? ROOT
        nodes.delete(event.trial)
        return event.error === undefined ? null : { seq, kind: 'failure', node }
      }
      case 'answer-change':
        return { seq, kind: 'answer', node: event.node }
      case 'steer':
        return { seq, kind: 'steer', node: steeredNode(event.action) }
      case 'search-end':
        return { seq, kind: 'end', node: event.node }
      case 'node-add':
      case 'node-close':
        return null
    }
  }
}
