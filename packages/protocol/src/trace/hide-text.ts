import { copyRecords, treeOfRecords, type FoldView, type SearchEvent, type SteerAction } from '@espalier/core'

/** What stands where the text of a step would. */
export const HIDDEN_TEXT = '(hidden)'

/**
 * An event without what steps, critiques, refused proposals and errors say; numbers, names of generators and the problem stay. Made of the fields
 * that are named here and of no others, so that a field which nobody thought of is not shown.
 */
export function hideText(event: SearchEvent): SearchEvent {
  switch (event.type) {
    case 'search-start': {
      const { seq, type, version, search, seed, policy, problem, label, terminal, answer } = event
      const marks = { ...(terminal && { terminal }), ...(answer && { answer }) }
      return { seq, type, version, search, seed, policy, problem, label, ...marks }
    }
    case 'trial-start': {
      const { seq, type, trial, node, evaluate, want, generator, via } = event
      const more = { ...(generator !== undefined && { generator }), ...(via !== undefined && { via }) }
      return { seq, type, trial, node, evaluate, want, ...more }
    }
    case 'node-add': {
      const { seq, type, trial, node, parent, prior, source, terminal, answer, same, value } = event
      return {
        seq,
        type,
        trial,
        node,
        parent,
        prior,
        label: HIDDEN_TEXT,
        ...(source !== undefined && { source: nameOf(source) }),
        ...(terminal && { terminal }),
        ...(answer && { answer }),
        ...(same !== undefined && { same }),
        ...(value !== undefined && { value }),
      }
    }
    case 'trial-end': {
      const { seq, type, trial, value, reward, discount, backup, exhausted, rejected, usage, error } = event
      return {
        seq,
        type,
        trial,
        value,
        ...(reward !== undefined && { reward }),
        ...(discount !== undefined && { discount }),
        ...(exhausted && { exhausted }),
        ...(backup !== undefined && { backup }),
        ...(rejected !== undefined && {
          rejected: rejected.map(({ reason }) => ({ label: HIDDEN_TEXT, reason: codeOf(reason) })),
        }),
        ...(error !== undefined && { error: { code: codeOf(error.code), message: HIDDEN_TEXT } }),
        ...(usage !== undefined && { usage }),
      }
    }
    case 'node-close':
      return { seq: event.seq, type: event.type, node: event.node, cause: event.cause }
    case 'answer-change':
      return { seq: event.seq, type: event.type, node: event.node, value: event.value }
    case 'steer':
      return { seq: event.seq, type: event.type, by: event.by, action: hideAction(event.action) }
    case 'search-end':
      return { seq: event.seq, type: event.type, reason: event.reason, node: event.node, usage: event.usage }
  }
}

function hideAction(action: SteerAction): SteerAction {
  if (action.type !== 'insert') return action
  const { type, node, child, prior, terminal, answer } = action
  return { type, node, child, label: HIDDEN_TEXT, prior, ...(terminal && { terminal }), ...(answer && { answer }) }
}

/** Codes are for programs; what does not look like one may be anything that a generator or a provider wrote. */
const codeOf = (code: string): string => (/^[\w.-]{1,40}$/.test(code) ? code : HIDDEN_TEXT)

/** A source is the name of a generator, or says in more than a name what a step rests on: which passage, say. */
const nameOf = (source: string): string => (/^[\w.:@/+-]{1,80}$/.test(source) ? source : HIDDEN_TEXT)

/** A fold with the same numbers, in whose tree nobody can find what its steps say. The root keeps its label, which is the problem. */
export function hideTextOf(fold: FoldView): FoldView {
  const { tree, seq, start, end, asked, succeeded, failed, rejected, usage, answer, steering } = fold
  const labels = Array.from({ length: tree.size }, (_, node) => (node === 0 ? tree.label(0) : HIDDEN_TEXT))
  const hidden = treeOfRecords(
    copyRecords(tree),
    { labels, sources: [...tree.sources].map(([node, source]) => [node, nameOf(source)] as const) },
    tree.transitions,
    tree.originals,
  )
  return {
    tree: hidden,
    seq,
    asked,
    succeeded,
    failed,
    rejected,
    usage,
    answer,
    steering,
    start: start === null ? null : (hideText(start) as typeof start),
    end: end === null ? null : (hideText(end) as typeof end),
  }
}
