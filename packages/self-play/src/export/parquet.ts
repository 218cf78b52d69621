import type { SchemaElement } from 'hyparquet'
import { ByteWriter, parquetWrite } from 'hyparquet-writer'
import type { ColumnKind } from './rows.ts'

/**
 * Rows as a Parquet file: messages as structs of `role` and `content`, lists as Parquet's three-level lists, so that readers see the types that
 * they see in JSON lines. The same rows give the same bytes.
 */
export function parquetOf(
  rows: readonly Readonly<Record<string, unknown>>[],
  columns: Readonly<Record<string, ColumnKind>>,
): Uint8Array {
  const names = Object.keys(columns)
  const schema: SchemaElement[] = [
    { name: 'root', num_children: names.length },
    ...names.flatMap((name) => (columns[name] === 'messages' ? listOf(name) : struct(name, 'REQUIRED'))),
  ]
  const writer = new ByteWriter()
  const columnData = names.map((name) => ({ name, data: rows.map((row) => row[name]) }))
  // Into memory, so it is done when it returns.
  void parquetWrite({ writer, columnData, schema, createdBy: 'espalier' })
  const bytes = new Uint8Array(writer.getBuffer())
  return rows.length === 0 ? withEmptyGroups(bytes) : bytes
}

/** In the footer: `num_rows` is 0, and `row_groups` a list of no elements, without a type as the writer has it, of structs as it must be. */
const NO_ROWS = [0x16, 0x00, 0x19]
const [UNTYPED, STRUCTS] = [0x00, 0x0c]

/** Arrow's reader refuses the empty list as the writer leaves it. */
function withEmptyGroups(bytes: Uint8Array): Uint8Array {
  const at = bytes.findLastIndex((_, i) => [...NO_ROWS, UNTYPED].every((byte, j) => bytes[i + j] === byte))
  if (at === -1) throw new Error('the footer of an empty Parquet file is not as it was')
  bytes[at + NO_ROWS.length] = STRUCTS
  return bytes
}

function listOf(name: string): SchemaElement[] {
  return [
    { name, repetition_type: 'REQUIRED', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...struct('element', 'REQUIRED'),
  ]
}

function struct(name: string, repetition: 'REQUIRED'): SchemaElement[] {
  const text = (field: string): SchemaElement => ({
    name: field,
    type: 'BYTE_ARRAY',
    converted_type: 'UTF8',
    repetition_type: 'REQUIRED',
  })
  return [{ name, repetition_type: repetition, num_children: 2 }, text('role'), text('content')]
}
