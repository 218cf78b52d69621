import { ModelError } from '../model-error.ts'
import { halfToNumber } from './half.ts'

export interface Tensor {
  readonly shape: readonly number[]
  /** Row-major. */
  readonly data: Float32Array
}

export interface SafetensorsFile {
  readonly metadata: Readonly<Record<string, string>>
  readonly tensors: ReadonlyMap<string, Tensor>
}

declare const TextDecoder: new (
  label: string,
  options: { readonly fatal: boolean },
) => { decode(bytes: Uint8Array): string }

const BYTES_OF_DTYPE = { F32: 4, F16: 2 } as const
type Dtype = keyof typeof BYTES_OF_DTYPE

interface Entry {
  readonly name: string
  readonly dtype: Dtype
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

/**
 * Reads a safetensors file: 8 bytes header length, a JSON header, the values without gaps. F16 is widened to F32. Throws
 * `CHECKPOINT_TRUNCATED`, `CHECKPOINT_HEADER`, `TENSOR_DTYPE`, `TENSOR_SHAPE` or `TENSOR_NOT_FINITE`.
 */
export function readSafetensors(bytes: Uint8Array): SafetensorsFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 8) truncated(`${bytes.length} bytes`, 'at least 8', 'header length')
  const headerBytes = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32
  const start = 8 + headerBytes
  if (start > bytes.length) truncated(`${bytes.length} bytes`, `${start} up to the end of the header`, 'header')
  const header = parseHeader(bytes.subarray(8, start))
  const entries = Object.entries(header)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => readEntry(name, value))
    .sort((a, b) => a.begin - b.begin || a.end - b.end)
  let at = 0
  for (const { name, begin, end } of entries) {
    if (begin !== at) badHeader(`values from byte ${begin}`, `from byte ${at}, without gap or overlap`, name)
    if (start + end > bytes.length) truncated(`${bytes.length} bytes`, `${start + end} up to its last value`, name)
    at = end
  }
  if (start + at !== bytes.length)
    badHeader(`${bytes.length - start - at} more bytes`, 'no bytes after the last tensor', 'end of file')
  const tensors = new Map(entries.map((entry) => [entry.name, readTensor(view, start, entry)]))
  return { metadata: readMetadata(header['__metadata__']), tensors }
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let header: unknown
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    return badHeader(error instanceof Error ? error.message.slice(0, 80) : 'garbage', 'JSON in UTF-8', 'header')
  }
  return isRecord(header) ? header : badHeader('another value', 'a JSON object', 'header')
}

function readEntry(name: string, value: unknown): Entry {
  if (!isRecord(value)) return badHeader('another value', 'an object with dtype, shape and data_offsets', name)
  const { dtype, shape, data_offsets: offsets } = value
  if (dtype !== 'F32' && dtype !== 'F16') {
    throw new ModelError('TENSOR_DTYPE', 'dtype not supported', {
      got: String(dtype),
      expected: 'F32 or F16',
      where: name,
    })
  }
  if (!isSizes(shape)) return badHeader(JSON.stringify(shape) ?? 'nothing', 'a list of sizes as shape', name)
  if (!isSizes(offsets) || offsets.length !== 2)
    return badHeader(JSON.stringify(offsets) ?? 'nothing', 'two data_offsets', name)
  const [begin, end] = [offsets[0]!, offsets[1]!]
  const size = shape.reduce((product, n) => product * n, BYTES_OF_DTYPE[dtype])
  if (end - begin !== size) {
    const expected = `${size} bytes for ${dtype} of shape [${shape.join(', ')}]`
    throw new ModelError('TENSOR_SHAPE', 'shape and values disagree', {
      got: `${end - begin} bytes`,
      expected,
      where: name,
    })
  }
  return { name, dtype, shape, begin, end }
}

function readTensor(view: DataView, start: number, { name, dtype, shape, begin, end }: Entry): Tensor {
  const step = BYTES_OF_DTYPE[dtype]
  const data = new Float32Array((end - begin) / step)
  for (let i = 0; i < data.length; i++) {
    const at = start + begin + i * step
    const value = dtype === 'F32' ? view.getFloat32(at, true) : halfToNumber(view.getUint16(at, true))
    if (!Number.isFinite(value)) {
      const where = `${name}, value ${i}`
      throw new ModelError('TENSOR_NOT_FINITE', 'weight is not a number', {
        got: String(value),
        expected: 'finite values',
        where,
      })
    }
    data[i] = value
  }
  return { shape, data }
}

function readMetadata(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined) return {}
  if (!isRecord(value)) return badHeader('another value', 'an object of strings', '__metadata__')
  const pairs = Object.entries(value).map(([key, text]): [string, string] =>
    typeof text === 'string' ? [key, text] : badHeader(typeof text, 'a string', `__metadata__.${key}`),
  )
  return Object.fromEntries(pairs)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0)
}

function truncated(got: string, expected: string, where: string): never {
  throw new ModelError('CHECKPOINT_TRUNCATED', 'checkpoint is cut off', { got, expected, where })
}

function badHeader(got: string, expected: string, where: string): never {
  throw new ModelError('CHECKPOINT_HEADER', 'corrupt safetensors header', { got, expected, where })
}
