import { steeredNode } from '@espalier/client'
import type { Envelope, NodeId, Rejection, SearchEvent, TrialError, TrialId, Usage } from '@espalier/core'

/** What one trial at a node brought. */
export interface TrialRecord {
  readonly trial: TrialId
  readonly startSeq: number
  readonly evaluate: boolean
  readonly want: number
  /** Null while it is under way. */
  readonly end: {
    readonly seq: number
    readonly value: number | null
    readonly critique: string | null
    readonly rejected: readonly Rejection[]
    readonly error: TrialError | null
    readonly usage: Usage | null
  } | null
}

/** The events of a log by the node that they are about. */
export interface NodeEvents {
  /** Events about a node up to and with event `seq`, in order. */
  of(node: NodeId, seq: number): readonly SearchEvent[]
  /** Its trials up to then, in order. */
  trials(node: NodeId, seq: number): readonly TrialRecord[]
}

/** Sorts `log`, which may grow, as far as it is asked about; each event once. */
export function createNodeEvents(log: readonly Envelope[]): NodeEvents {
  const byNode = new Map<NodeId, number[]>()
  const nodeOfTrial = new Map<TrialId, NodeId>()
  let sorted = 0

  function sort(): void {
    for (; sorted < log.length; sorted++) {
      const { event } = log[sorted]!
      const node = nodeOf(event)
      const seqs = byNode.get(node)
      if (seqs === undefined) byNode.set(node, [sorted])
      else seqs.push(sorted)
    }
  }

  function nodeOf(event: SearchEvent): NodeId {
    switch (event.type) {
      case 'search-start':
        return 0
      case 'trial-start':
        nodeOfTrial.set(event.trial, event.node)
        return event.node
      case 'trial-end': {
        const node = nodeOfTrial.get(event.trial) ?? 0
        nodeOfTrial.delete(event.trial)
        return node
      }
      case 'steer':
        return steeredNode(event.action)
      case 'node-add':
      case 'node-close':
      case 'answer-change':
      case 'search-end':
        return event.node
    }
  }

  const of = (node: NodeId, seq: number): readonly SearchEvent[] => {
    sort()
    return (byNode.get(node) ?? []).filter((at) => at <= seq).map((at) => log[at]!.event)
  }

  return {
    of,
    trials: (node, seq) => {
      const records = new Map<TrialId, TrialRecord>()
      for (const event of of(node, seq)) {
        if (event.type === 'trial-start') {
          const { trial, evaluate, want } = event
          records.set(trial, { trial, startSeq: event.seq, evaluate, want, end: null })
        } else if (event.type === 'trial-end') {
          const begun = records.get(event.trial)
          if (begun !== undefined) records.set(event.trial, { ...begun, end: endOf(event) })
        }
      }
      return [...records.values()]
    },
  }
}

function endOf(event: Extract<SearchEvent, { readonly type: 'trial-end' }>): TrialRecord['end'] {
  return {
    seq: event.seq,
    value: event.value,
    critique: event.critique ?? null,
    rejected: event.rejected ?? [],
    error: event.error ?? null,
    usage: event.usage ?? null,
  }
}
