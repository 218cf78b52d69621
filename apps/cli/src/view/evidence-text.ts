import type { TreeView } from '@espalier/core'
import { votesOf, type KeptDetail, type ShownVote } from '@espalier/protocol'
import type { Palette } from './palette.ts'
import { printable } from './text-width.ts'

/** Characters of a reply, or of a detail of another kind, that a line shows. */
const MOST_CHARS = 200

/** What values rest on, node by node: every vote with its verdict and how its reply begins, those that could not be read marked. */
export function evidenceLines(details: readonly KeptDetail[], tree: TreeView, palette: Palette): readonly string[] {
  return details.flatMap(({ node, trial, detail }) => {
    const head = `${palette.bold(`#${node}`)} ${printable(tree.label(node))} ${palette.dim(`trial ${trial}`)}`
    const votes = votesOf(detail)
    if (votes === null) return [head, `  ${shortened(JSON.stringify(detail))}`]
    const { ballots, undecided, agreement } = votes
    return [
      head,
      ...ballots.flatMap((ballot) => ballot.map((vote) => `  ${voteText(vote, palette)}`)),
      ...(undecided === null ? [] : [`  ${palette.bad(`undecided: ${undecided}`)}`]),
      ...(agreement === null ? [] : [palette.dim(`  agreement ${Math.round(100 * agreement)} %`)]),
    ]
  })
}

function voteText({ value, said, reply }: ShownVote, palette: Palette): string {
  const verdict = value === null ? palette.bad('not read') : `${value.toFixed(2)} ${printable(said ?? '')}`
  return `${verdict}  ${palette.dim(reply === '' ? 'no reply came' : shortened(reply))}`
}

function shortened(text: string): string {
  const line = printable(text.replaceAll(/\s+/g, ' ').trim())
  return line.length > MOST_CHARS ? `${line.slice(0, MOST_CHARS - 1)}…` : line
}
