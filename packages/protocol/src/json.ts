import * as z from 'zod'
import type { Json } from '@espalier/core'

/** How deep JSON may be nested where it comes from outside: far above any problem, far below what ends the stack. */
export const MAX_JSON_DEPTH = 64

/** Whether a value is JSON, nested at most `maxDepth` deep (64 unless given). Never recurses, whatever it is given. */
export function isJson(value: unknown, maxDepth = MAX_JSON_DEPTH): value is Json {
  const waiting: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value: x, depth } = next
    if (x === null || typeof x === 'string' || typeof x === 'boolean') continue
    if (typeof x === 'number') {
      if (!Number.isFinite(x)) return false
      continue
    }
    if (typeof x !== 'object' || depth === maxDepth) return false
    for (const part of Array.isArray(x) ? x : Object.values(x)) waiting.push({ value: part, depth: depth + 1 })
  }
  return true
}

/** Any JSON value, at most {@link MAX_JSON_DEPTH} deep. It is not copied: what goes in comes out. */
export const jsonSchema = z
  .unknown()
  .refine((value) => isJson(value), `expected JSON, at most ${MAX_JSON_DEPTH} deep`) as unknown as z.ZodType<Json, Json>
