import type { CatalogModel } from '@espalier/catalog'
import type { Trial } from '@espalier/core'
import { openModel } from '@espalier/providers'
import { countVotes, llmJudge, scoreScale, YES_OR_NO } from '@espalier/token'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import type { CalibrationJudge } from './item.ts'

/** The value that a model of the catalog gives states of a task. */
export function valueJudge(model: CatalogModel, task: string): CalibrationJudge {
  const { expand, dispose } = model.createExpand(task)
  let id = 0
  return {
    name: `the value of ${model.name}`,
    async judge({ state }, signal) {
      const trial: Trial<unknown> = {
        id: id++,
        node: 0,
        depth: 1,
        state,
        evaluate: true,
        evaluated: false,
        want: 0,
        proposals: 'distinct',
        existing: [],
        seed: 0,
      }
      const { value } = await expand(trial, { signal })
      return { value, votes: 0, unread: 0 }
    },
    close: dispose,
  }
}

export const JUDGE_SCALES = ['yes-no', 'score'] as const

export interface VotingRequest {
  readonly baseUrl: string
  readonly model: string
  readonly apiKey?: string
  readonly allowPrivate: boolean
  readonly votes: number
  readonly scale: (typeof JUDGE_SCALES)[number]
  readonly seed: number
  readonly concurrency: number
  readonly rubric?: string
}

/** A language model behind an OpenAI-compatible server, that judges by votes. */
export function votingJudge(request: VotingRequest): CalibrationJudge {
  const { baseUrl, model, apiKey, allowPrivate, votes, scale, seed, concurrency, rubric } = request
  const provider = opened(() =>
    openModel({
      baseUrl,
      model,
      concurrency,
      allowPrivateAddresses: allowPrivate,
      ...(apiKey === undefined ? {} : { apiKey: { origin: new URL(baseUrl).origin, key: apiKey } }),
    }),
  )
  const judge = llmJudge({
    provider,
    votes,
    seed,
    scale: scale === 'score' ? scoreScale() : YES_OR_NO,
    ...(rubric === undefined ? {} : { rubric }),
  })
  return {
    name: `${provider.name}, ${votes} votes`,
    async judge(item, signal) {
      const { value, ballots } = await judge(item, { signal })
      const counts = ballots.map(countVotes)
      const sum = (of: 'asked' | 'unread'): number => counts.reduce((total, count) => total + count[of], 0)
      return { value, votes: sum('asked'), unread: sum('unread') }
    },
    close: () => provider.close(),
  }
}

/** A base URL that is none is the user's to mend. */
function opened<T>(open: () => T): T {
  try {
    return open()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new CliError(ExitCode.usage, `--base-url: ${error.message}`, { cause: error })
  }
}
