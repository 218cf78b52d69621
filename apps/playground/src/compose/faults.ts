import type { FieldFault } from '@espalier/protocol'

/** What is wrong at a place of the request or below it; undefined when nothing is. */
export function faultAt(faults: readonly FieldFault[], pointer: string): string | undefined {
  return faults.find((fault) => fault.pointer === pointer || fault.pointer.startsWith(`${pointer}/`))?.message
}

/** Faults as they are shown beside fields: an algorithm's at the option that they name, and no message repeats where it is about. */
export function placedFaults(faults: readonly FieldFault[]): readonly FieldFault[] {
  return faults.map((fault) => {
    const { pointer, message } = fault
    const [, option, rest] = /^[\w-]+\.(\w+): (.*)$/s.exec(message) ?? []
    if (pointer === '/algorithm' && option !== undefined && rest !== undefined) {
      return { pointer: `/algorithm/options/${option}`, message: rest }
    }
    const [, place, said] = /^\/?([\w/.]+): (.*)$/s.exec(message) ?? []
    return place !== undefined && said !== undefined && `/${place}` === pointer ? { pointer, message: said } : fault
  })
}
