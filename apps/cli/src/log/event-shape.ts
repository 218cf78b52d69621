/** What a field of an event must be. A question mark: it may be absent. */
type Check = (value: unknown) => boolean
type Shape = Readonly<Record<string, Check>>

const isString: Check = (value) => typeof value === 'string'
const isNumber: Check = (value) => typeof value === 'number'
const isBoolean: Check = (value) => typeof value === 'boolean'
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const isPresent: Check = (value) => value !== undefined
const isTrue: Check = (value) => value === true
const optional = (check: Check): Check => (value) => value === undefined || check(value)
const orNull = (check: Check): Check => (value) => value === null || check(value)
const oneOf = (...allowed: readonly string[]): Check => (value) => allowed.includes(value as string)
const listOf = (check: Check): Check => (value) => Array.isArray(value) && value.every(check)
const shaped = (shape: Shape): Check => (value) => typeof value === 'object' && value !== null && badField(value, shape) === null

const USAGE = shaped({ calls: isCount, promptTokens: isCount, completionTokens: isCount, costUsd: optional(isNumber) })
const REASONS = oneOf('trials', 'nodes', 'tokens', 'cost', 'time', 'value', 'answers', 'failures', 'exhausted', 'aborted')

const SHAPES: Readonly<Record<string, Shape>> = {
  'search-start': {
    version: isCount,
    search: isString,
    seed: isCount,
    policy: shaped({ name: isString, params: isPresent }),
    problem: isPresent,
    label: isString,
  },
  'trial-start': { trial: isCount, node: isCount, evaluate: isBoolean, want: isCount },
  'node-add': {
    trial: isCount,
    node: isCount,
    parent: isCount,
    prior: isNumber,
    label: isString,
    source: optional(isString),
    terminal: optional(isTrue),
    answer: optional(isTrue),
    value: optional(isNumber),
  },
  'trial-end': {
    trial: isCount,
    value: orNull(isNumber),
    backup: optional(listOf(isNumber)),
    exhausted: optional(isTrue),
    rejected: optional(listOf(shaped({ label: isString, reason: isString }))),
    critique: optional(isString),
    usage: optional(USAGE),
    error: optional(shaped({ code: isString, message: isString })),
  },
  'node-close': { node: isCount, cause: oneOf('terminal', 'exhausted', 'pruned', 'failed') },
  'answer-change': { node: isCount, value: isNumber },
  steer: { by: isString, action: shaped({ type: oneOf('focus', 'avoid'), node: isCount }) },
  'search-end': { reason: REASONS, node: isCount, usage: USAGE },
}

/** Why a value read from a file is not an event; null if it is one by its shape. Its order among others is the fold's business. */
export function eventFault(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return `event: got ${JSON.stringify(value)}, expected an object`
  const { seq, type } = value as { readonly seq?: unknown; readonly type?: unknown }
  if (!isCount(seq)) return `event: sequence number ${JSON.stringify(seq)}, expected a whole number of at least 0`
  const shape = typeof type === 'string' && Object.hasOwn(SHAPES, type) ? SHAPES[type]! : null
  if (shape === null) return `event ${String(seq)}: unknown type ${JSON.stringify(type)}`
  const bad = badField(value, shape)
  if (bad === null) return null
  const got = JSON.stringify((value as Record<string, unknown>)[bad])?.slice(0, 60) ?? 'nothing'
  return `event ${String(seq)} (${String(type)}): ${bad} is ${got}`
}

/** The first field that is not as the shape says; null if all are. */
function badField(value: object, shape: Shape): string | null {
  for (const [field, check] of Object.entries(shape)) {
    if (!check((value as Record<string, unknown>)[field])) return field
  }
  return null
}
