import { readVerdict, type Verdict } from './read-verdict.ts'

/** One round of votes on an answer. What the judge wrote lies in the record under `call`. */
export interface Ballot {
  /** Key of the call that brought the votes. */
  readonly call: string
  /** As many as were asked for: those that could not be read, or never came, are null. */
  readonly verdicts: readonly Verdict[]
}

export interface Tally {
  readonly yes: number
  readonly no: number
  /** Votes that could not be read. */
  readonly unread: number
}

export function tallyOf(verdicts: readonly Verdict[]): Tally {
  const count = (verdict: Verdict): number => verdicts.filter((one) => one === verdict).length
  return { yes: count('yes'), no: count('no'), unread: count(null) }
}

/** An answer that was judged. */
export interface Judgement {
  /** Share of the votes that could be read which say Yes: yes / (yes + no). Never exactly 1/2. */
  readonly value: number
  /** What the majority says. */
  readonly follows: boolean
  /** The first critique that agrees with the majority. */
  readonly critique: string
  /** Every round of votes, those that came to nothing too; the last one decided. */
  readonly ballots: readonly Ballot[]
}

/** An answer that no round of votes decided on: as many Yes as No, or nothing that could be read. */
export interface Undecided {
  readonly undecided: 'tied' | 'unread'
  readonly ballots: readonly Ballot[]
}

export function isJudged(result: Judgement | Undecided): result is Judgement {
  return 'follows' in result
}

/** What a round of votes comes to, or why it comes to nothing. `texts`: the replies, `n`: how many were asked for. */
export function decide(
  texts: readonly string[],
  n: number,
):
  | (Omit<Judgement, 'ballots'> & { readonly verdicts: readonly Verdict[] })
  | { readonly undecided: 'tied' | 'unread'; readonly verdicts: readonly Verdict[] } {
  const verdicts = Array.from({ length: n }, (_, i) => (texts[i] === undefined ? null : readVerdict(texts[i])))
  const { yes, no } = tallyOf(verdicts)
  if (yes === no) return { undecided: yes === 0 ? 'unread' : 'tied', verdicts }
  const follows = yes > no
  const critique = texts[verdicts.indexOf(follows ? 'yes' : 'no')]!.trim()
  return { value: yes / (yes + no), follows, critique, verdicts }
}
