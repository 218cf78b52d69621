import * as z from 'zod'
import type { Json } from '@espalier/core'

/** How deep JSON may be nested where it comes from outside: far above any problem, far below what ends the stack. */
export const MAX_JSON_DEPTH = 64

/** Whether a value is JSON, nested at most `maxDepth` deep: 64 unless given. It recurses no deeper than that, whatever it is given. */
export function isJson(value: unknown, maxDepth = MAX_JSON_DEPTH): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || maxDepth === 0) return false
  if (Array.isArray(value)) {
    for (const part of value) if (!isJson(part, maxDepth - 1)) return false
    return true
  }
  // Faster than Object.values, and every event of every log comes through here.
  for (const key in value) {
    if (Object.hasOwn(value, key) && !isJson((value as Readonly<Record<string, unknown>>)[key], maxDepth - 1))
      return false
  }
  return true
}

/** Any JSON value, at most {@link MAX_JSON_DEPTH} deep. It is not copied: what goes in comes out. */
export const jsonSchema = z
  .unknown()
  .refine((value) => isJson(value), `expected JSON, at most ${MAX_JSON_DEPTH} deep`) as unknown as z.ZodType<Json, Json>
