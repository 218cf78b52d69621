import * as z from 'zod'
import { searchIdSchema } from '@espalier/protocol'

/** A whole number in a parameter's text, digits only. */
export function wholeNumber(min: number, max: number): z.ZodType<number> {
  return z
    .custom<string>((value) => {
      const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN
      return number >= min && number <= max
    }, `expected a whole number from ${min} to ${max}`)
    .transform(Number)
    .meta({ type: 'integer', minimum: min, maximum: max })
}

/** Sequence numbers and nodes are counted in 32 bits on disk and in trees. */
export const MAX_COUNT = 0xffffffff

export const idParams = z.object({ id: searchIdSchema })
export const nodeParams = z.object({ id: searchIdSchema, node: wholeNumber(0, MAX_COUNT) })
