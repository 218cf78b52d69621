import { LINEAGE_VERSION, lineageSchema, type Lineage } from '@espalier/protocol'

/** Reads a lineage from a file. Throws an Error that says to people what is wrong with it, and where. */
export function readLineage(bytes: Uint8Array): Lineage {
  const value = jsonOf(bytes)
  const { version } = value as { readonly version?: unknown }
  if (version !== LINEAGE_VERSION)
    throw new Error(`a lineage of version ${JSON.stringify(version)}; this page reads version ${LINEAGE_VERSION}.`)
  const parsed = lineageSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  throw new Error(`the lineage is not sound at ${path.length === 0 ? 'its top' : path.join('.')}: ${message}`)
}

function jsonOf(bytes: Uint8Array): object {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // What the parser says helps nobody: a file of megabytes in one line was cut off somewhere.
  }
  throw new Error('the lineage is cut off or damaged: it is not JSON.')
}
