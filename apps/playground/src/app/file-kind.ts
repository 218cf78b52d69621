import { LINEAGE_FORMAT } from '@espalier/protocol'

/** A lineage names its format first. Searches are lines of JSON, and prove themselves where they are read. */
export function isLineageFile(bytes: Uint8Array): boolean {
  const head = new TextDecoder().decode(bytes.subarray(0, 200))
  return /^\s*\{\s*"format"\s*:\s*"([^"]*)"/.exec(head)?.[1] === LINEAGE_FORMAT
}
