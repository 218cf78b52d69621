import type { FieldFault } from '@espalier/protocol'

/** What is wrong at a place of the request or below it; undefined when nothing is. */
export function faultAt(faults: readonly FieldFault[], pointer: string): string | undefined {
  return faults.find((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`))?.message
}
