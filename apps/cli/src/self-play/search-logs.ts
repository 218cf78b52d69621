import { join } from 'node:path'
import { applyEvent, createFold, pathLabels, type Envelope, type Fold, type Json } from '@espalier/core'
import { createLogEncoder, hashTree, type LogEncoder, type LogOutcome } from '@espalier/protocol'
import { writeWhole } from './run-folder.ts'

interface OpenLog {
  readonly encoder: LogEncoder
  readonly fold: Fold
  readonly lines: string[]
}

/** Writes the log of every search that ends into a folder, each in a file of its own. Those that are called off leave none. */
export function searchLogs(folder: string): (search: string, envelope: Envelope) => void {
  const open = new Map<string, OpenLog>()
  return (search, envelope) => {
    const log = open.get(search) ?? begin()
    open.set(search, log)
    applyEvent(log.fold, envelope.event)
    log.lines.push(log.encoder.event(envelope))
    if (envelope.event.type !== 'search-end') return
    open.delete(search)
    if (envelope.event.reason === 'aborted') return
    const { text } = log.encoder.end(outcomeOf(log.fold) as unknown as Json)
    writeWhole(join(folder, `${search}.jsonl`), `${log.encoder.head}${log.lines.join('')}${text}`)
  }
}

function begin(): OpenLog {
  return { encoder: createLogEncoder(), fold: createFold(32), lines: [] }
}

function outcomeOf(fold: Fold): LogOutcome {
  const { tree, usage, asked, failed, rejected, seq } = fold
  const { node, reason } = fold.end!
  const path = pathLabels(tree, node)
  const value = tree.value(node)
  const { response } = fold.start!.problem as { readonly response: string }
  return {
    answer: path.at(-1) ?? response,
    value: Number.isNaN(value) ? null : value,
    path,
    reason,
    trials: asked,
    failures: failed,
    rejected,
    nodes: tree.size,
    events: seq,
    usage,
    treeHash: hashTree(tree),
  }
}
