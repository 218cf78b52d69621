import type { Desk } from '../pipeline/desk.ts'
import type { Settings } from '../pipeline/settings.ts'
import type { CallStage } from '../record/entry.ts'
import { seedOf } from '../hash.ts'
import { judgeMessages } from './templates.ts'
import { decide, type Ballot, type Judgement, type Undecided } from './tally.ts'

/** Who plays what, where. */
export interface Table {
  readonly round: number
  readonly seed: number
  readonly settings: Settings
  readonly desk: Pick<Desk, 'call'>
}

/**
 * Has an answer judged: a round of votes, and others while they decide nothing (Cheng 2025, App. C). Seeds follow from the answer, so the same
 * answer to the same prompt is judged once, as the authors' cache does.
 */
export async function judgeResponse(
  { round, seed, settings: { judge, templates }, desk }: Table,
  stage: CallStage,
  prompt: string,
  response: string,
): Promise<Judgement | Undecided> {
  const { n, tries, temperature, topP, maxTokens } = judge
  const ballots: Ballot[] = []
  const messages = judgeMessages(templates, prompt, response)
  for (let index = 0; ; index++) {
    const sampling = { n, temperature, topP, maxTokens, seed: seedOf(seed, round, 'judge', prompt, response, index) }
    const { key, texts } = await desk.call({ round, stage, role: 'judge', messages, sampling, index })
    const { verdicts, ...result } = decide(texts, n)
    ballots.push({ call: key, verdicts })
    if ('follows' in result || index + 1 === tries) return { ...result, ballots }
  }
}
