/** What a judge's reply says; null where it says nothing that can be read. */
export type Verdict = 'yes' | 'no' | null

const MARKER = 'Final Judgement'

/**
 * Reads a judge's reply as SPaR does (`get_acc` of the authors' code): between the first "Final Judgement" and the next one, or the end, whichever
 * of "Yes" and "No" comes first; capitals count, and so does a "No" inside a longer word. Null without the marker or without either word.
 */
export function readVerdict(reply: string): Verdict {
  const judged = reply.split(MARKER, 2)[1]
  if (judged === undefined) return null
  const yes = judged.indexOf('Yes')
  const no = judged.indexOf('No')
  if (yes === -1 && no === -1) return null
  return no === -1 || (yes !== -1 && yes < no) ? 'yes' : 'no'
}
