import type { SearchTransport } from '@espalier/client'
import type { SearchInfo } from '@espalier/protocol'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { chosenModel, type ModelChoice } from './choose-model.ts'
import type { HiddenSummary } from './hidden-summary.ts'
import type { RunRequest } from './run-here.ts'

const ASK_MS = 100

/** Runs one search on a server that is to show less than everything of it, and waits for its end. Rejects with a ClientError. */
export async function runHiddenOnServer(
  { search }: RunRequest,
  choice: ModelChoice,
  transport: SearchTransport,
  io: Io,
): Promise<HiddenSummary> {
  const models = choice.backend === undefined ? [] : (await transport.catalog()).models
  const model = chosenModel(models, search.task, choice)
  const { id } = await transport.create(model === undefined ? search : { ...search, model })
  const stopListening = io.onInterrupt(() => void transport.cancel(id).catch(() => {}))
  try {
    const info = await ended(id, transport, io)
    const { node: _, conclusion, ...result } = await transport.result(id)
    const { spec, trace = { level: 'full', seal: null, revealed: false } } = info
    return {
      ...result,
      problem: spec.problem,
      algorithm: { name: spec.algorithm.name, params: spec.algorithm.options },
      seed: spec.seed,
      correct: result.answer !== null && (conclusion === null || conclusion.standing === 'verified'),
      ...(conclusion === null ? {} : { conclusion }),
      trace,
    }
  } finally {
    stopListening()
  }
}

async function ended(id: string, transport: SearchTransport, io: Io): Promise<SearchInfo> {
  for (;;) {
    const info = await transport.get(id)
    if (info.status === 'finished') return info
    if (info.status === 'failed')
      throw new CliError(
        ExitCode.server,
        `the server gave the search up: ${info.failure?.message ?? 'it does not say why'}`,
      )
    await io.sleep(ASK_MS)
  }
}
