import * as z from 'zod'
import { PROBLEM_CODES } from './problem.ts'

/** Apart from the codes, so that pages which only read problems need no schemas. */
export const problemDetailsSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: z.enum(PROBLEM_CODES),
    detail: z.string().exactOptional(),
    requestId: z.string().exactOptional(),
    errors: z
      .array(z.object({ pointer: z.string(), message: z.string() }).readonly())
      .readonly()
      .exactOptional(),
  })
  .readonly()
  .meta({ id: 'Problem' })
