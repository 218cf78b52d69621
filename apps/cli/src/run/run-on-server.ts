import { logOutcome } from '@espalier/catalog'
import { httpTransport, platformDelay, platformRandom, type SearchTransport } from '@espalier/client'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import type { SearchView } from '../view/search-view.ts'
import { chosenModel, type ModelChoice } from './choose-model.ts'
import { WEIGHTLESS } from './open-catalog.ts'
import { recordRun, type RunReport, type RunSource } from './record-run.ts'
import type { RunRequest } from './run-here.ts'

/** The server at an address. The key that it may ask for is read from `ESPALIER_API_KEY`. */
export function serverAt(baseUrl: string, io: Io): SearchTransport {
  const apiKey = io.env['ESPALIER_API_KEY']
  return httpTransport({
    baseUrl,
    fetch,
    delay: platformDelay,
    random: platformRandom,
    ...(apiKey === undefined || apiKey === '' ? {} : { apiKey }),
  })
}

/**
 * Runs one search on a server and follows it here. With the same model there it gives the same log as {@link runHere}, byte for byte.
 * Rejects with a ClientError.
 */
export async function runOnServer(
  { search, logFile }: RunRequest,
  choice: ModelChoice,
  transport: SearchTransport,
  io: Io,
  view: SearchView,
): Promise<RunReport> {
  const models = choice.backend === undefined ? [] : (await transport.catalog()).models
  const model = chosenModel(models, search.task, choice)
  const request = model === undefined ? search : { ...search, model }
  const { spec } = await transport.validate(request)
  let id = ''
  const source: RunSource = async function* (signal, _clock, progress) {
    const created = await transport.create(request)
    ;({ id } = created)
    const stop = (): void => void transport.cancel(id).catch(() => {})
    const { level } = created.trace ?? { level: 'full' }
    if (level !== 'full') {
      stop()
      throw new CliError(
        ExitCode.server,
        `the server shows ${level} of its searches at most: ask with --trace ${level}`,
      )
    }
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    for await (const batch of transport.events(id)) yield* batch
    // What a search came to is read off its events; that takes the rules of the tasks, and no model.
    const outcome = logOutcome(progress.fold, WEIGHTLESS)
    if (outcome !== null) return outcome
    const { failure } = await transport.get(id)
    throw new CliError(ExitCode.server, `the server gave the search up: ${failure?.message ?? 'it does not say why'}`)
  }
  const conclude = async () => (await transport.result(id)).conclusion
  return recordRun(source, { spec, logFile, conclude }, io, view)
}
