import type { Io } from './io.ts'
import type { OpenModelFn } from './run/open-model.ts'

/** What the commands run in: streams, clock and signals, and where models come from. */
export interface World {
  readonly io: Io
  readonly openModel: OpenModelFn
}
