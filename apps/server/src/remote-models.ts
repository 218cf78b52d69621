import * as z from 'zod'
import type { LanguageModelOptions } from '@espalier/catalog'
import {
  CAPABILITIES,
  createLedger,
  openModel,
  priceOf,
  readPriceTable,
  type NotifyFn,
  type OpenedModel,
} from '@espalier/providers'
import type { Provider } from '@espalier/token'

const searchSchema = z.strictObject({
  tasks: z.array(z.string()).exactOptional().describe('Names of tasks. Default: all that can be put to it.'),
  judge: z.string().exactOptional().describe('Name of the model here that judges what it writes. Default: itself.'),
  votes: z.int().min(1).max(100).exactOptional().describe('Votes of the judge on a state. Default: 5.'),
  prompts: z
    .enum(['instructed', 'bare'])
    .exactOptional()
    .describe('bare: it was trained on the prompts of a task, as our own models were. Default: instructed.'),
})

const modelSchema = z.strictObject({
  baseUrl: z.string().describe('With the version in it: https://api.example.com/v1'),
  model: z.string().min(1).describe('As its server calls it.'),
  keyVariable: z
    .string()
    .exactOptional()
    .describe('Variable of the environment that holds the key. Default: no key is sent.'),
  allowPrivateAddresses: z
    .boolean()
    .exactOptional()
    .describe('For servers on this machine or network. Default: false.'),
  concurrency: z.int().min(1).max(4096).exactOptional().describe('Calls at once, at most. Default: 32.'),
  timeoutMs: z.int().min(1).exactOptional(),
  cannot: z
    .array(z.enum(CAPABILITIES))
    .exactOptional()
    .describe('What its server is known not to do. Default: it is found out.'),
  search: z
    .union([z.literal(false), searchSchema])
    .default({})
    .describe('What it may be searched over with; false: it is passed on only, or judges others.'),
})

const fileSchema = z.strictObject({
  models: z.record(z.string().regex(/^(?!search\/)[\w./@-]{1,60}$/), modelSchema),
  prices: z.unknown().optional().describe('US dollars a million tokens, by the name that its server has for a model.'),
  capUsd: z
    .number()
    .min(0)
    .exactOptional()
    .describe('US dollars that all of them may cost as long as the server runs.'),
})

/** Models behind other servers. */
export interface RemoteModels {
  readonly providers: Readonly<Record<string, Provider>>
  /** Those of them that searches may be run over. */
  readonly languageModels: readonly LanguageModelOptions[]
  close(): Promise<void>
}

/**
 * The models that a file names, by the names that it gives them. Keys come from the environment, each for the origin of its own base URL.
 * Throws a TypeError that says what is wrong with the file.
 */
export function readRemoteModels(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
  notify: NotifyFn,
): RemoteModels {
  const { models, prices = {}, capUsd } = checked(text)
  const table = readPriceTable(JSON.stringify(prices))
  const ledger = capUsd === undefined ? null : createLedger(capUsd)
  const opened: [string, OpenedModel][] = Object.entries(models).map(([name, given]) => {
    const { keyVariable, search: _, ...rest } = given
    const key = keyVariable === undefined ? undefined : env[keyVariable]
    if (keyVariable !== undefined && key === undefined)
      throw new TypeError(`models.${name}: the environment has no ${keyVariable}`)
    const price = priceOf(table, given.model)
    const apiKey = key === undefined ? {} : { apiKey: { origin: new URL(given.baseUrl).origin, key } }
    return [name, openModel({ ...rest, ...apiKey, name, price, ledger, notify })]
  })
  const providers = Object.fromEntries(opened)
  return {
    providers,
    languageModels: Object.entries(models).flatMap(([name, { search, model }]) => {
      if (search === false) return []
      const { judge, ...rest } = search
      const prices = priceOf(table, model)
      return {
        name,
        writer: providers[name]!,
        ...(judge === undefined ? {} : { judge: judgeNamed(providers, name, judge) }),
        ...rest,
        ...(prices === null ? {} : { prices }),
      }
    }),
    close: async () => void (await Promise.all(opened.map(([, model]) => model.close()))),
  }
}

function judgeNamed(providers: Readonly<Record<string, Provider>>, name: string, judge: string): Provider {
  const found = Object.hasOwn(providers, judge) ? providers[judge] : undefined
  if (found !== undefined) return found
  throw new TypeError(`models.${name}.search.judge: got ${judge}, expected one of ${Object.keys(providers).join(', ')}`)
}

function checked(text: string): z.infer<typeof fileSchema> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new TypeError(`the file of models is not JSON: ${(error as Error).message}`, { cause: error })
  }
  const parsed = fileSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new TypeError(`the file of models: ${(issue?.path ?? []).map(String).join('.')}: ${issue?.message}`)
}
