import { useEffect, useState } from 'react'
import type { Json, NodeId, TrialId } from '@espalier/core'
import { useSession } from '../workspace/session-context.ts'

interface Known {
  readonly node: NodeId
  readonly details: ReadonlyMap<TrialId, Json>
}

const NONE: Known['details'] = new Map()

/**
 * What the trials at a node left to look at, by trial; asked for again when more of them have ended. What is not there, or not shown, is nothing:
 * most searches have none.
 */
export function useEvidence(node: NodeId, ended: number): Known['details'] {
  const { evidence } = useSession()
  const [known, setKnown] = useState<Known>({ node, details: NONE })
  useEffect(() => {
    let wanted = ended > 0
    if (!wanted) return undefined
    evidence(node).then(
      ({ trials }) => {
        if (wanted) setKnown({ node, details: new Map(trials.map(({ trial, detail }) => [trial, detail])) })
      },
      () => {},
    )
    return () => {
      wanted = false
    }
  }, [evidence, node, ended])
  return known.node === node ? known.details : NONE
}
