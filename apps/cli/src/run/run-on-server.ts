import { createCatalog, logOutcome } from '@espalier/catalog'
import { httpTransport, platformDelay, platformRandom } from '@espalier/client'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import type { SearchView } from '../view/search-view.ts'
import { recordRun, type RunReport, type RunSource } from './record-run.ts'
import type { RunRequest } from './run-puzzle.ts'

/** What a search came to is read off its events; that takes the rules of the tasks, and no model. */
const CATALOG = createCatalog()

/**
 * Runs one search on a server and follows it here. With the same model there it gives the same log as {@link runPuzzle}, byte for byte.
 * The key that the server may ask for is read from `ESPALIER_API_KEY`. Rejects with a ClientError.
 */
export function runOnServer(
  { puzzle, algorithm, seed, budget, concurrency = 1, logFile }: RunRequest,
  baseUrl: string,
  io: Io,
  view: SearchView,
): Promise<RunReport> {
  const apiKey = io.env['ESPALIER_API_KEY']
  const transport = httpTransport({
    baseUrl,
    fetch,
    delay: platformDelay,
    random: platformRandom,
    ...(apiKey === undefined || apiKey === '' ? {} : { apiKey }),
  })
  const source: RunSource = async function* (signal, _clock, progress) {
    const { id } = await transport.create({
      task: 'countdown',
      problem: { numbers: puzzle.numbers, target: puzzle.target },
      algorithm: { name: algorithm.name, options: algorithm.params as Readonly<Record<string, number>> },
      budget: { ...budget, value: 1 },
      seed,
      concurrency,
    })
    const stop = (): void => void transport.cancel(id).catch(() => {})
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    for await (const batch of transport.events(id)) yield* batch
    const outcome = logOutcome(progress.fold, CATALOG)
    if (outcome !== null) return outcome
    const { failure } = await transport.get(id)
    throw new CliError(ExitCode.server, `the server gave the search up: ${failure?.message ?? 'it does not say why'}`)
  }
  return recordRun(source, logFile, io, view)
}
