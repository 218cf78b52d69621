import { isProviderError, type JudgedLabel } from '@espalier/token'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import type { CalibrationItem, CalibrationJudge } from './item.ts'

/** What a judge said of all items. */
export interface JudgedItems {
  readonly items: readonly JudgedLabel[]
  readonly votes: number
  readonly unreadVotes: number
  /** Calls that failed: their items have no value. */
  readonly failed: number
}

/** Has every item judged, so many at once. Rejects where not one call came through. */
export async function judgeItems(
  judge: CalibrationJudge,
  items: readonly CalibrationItem[],
  { concurrency, signal }: { readonly concurrency: number; readonly signal: AbortSignal },
): Promise<JudgedItems> {
  const judged: (JudgedLabel | undefined)[] = []
  let [votes, unreadVotes, failed, next] = [0, 0, 0, 0]
  let message = ''
  async function work(): Promise<void> {
    for (let i = next++; i < items.length && !signal.aborted; i = next++) {
      const { label, group } = items[i]!
      let value: number | null = null
      // A signal of its own: what listens to it is gone with the call.
      try {
        const said = await judge.judge(items[i]!, AbortSignal.any([signal]))
        value = said.value
        votes += said.votes
        unreadVotes += said.unread
      } catch (error) {
        if (signal.aborted) return
        if (!isProviderError(error)) throw error
        failed++
        message ||= error.message
      }
      judged[i] = { value, label, group }
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, work))
  if (failed === items.length) throw new CliError(ExitCode.server, `the judge answered nothing: ${message}`)
  return { items: judged.filter((one) => one !== undefined), votes, unreadVotes, failed }
}
