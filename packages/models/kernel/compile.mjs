import { readFile } from 'node:fs/promises'
import asc from 'assemblyscript/asc'

const FLAGS = [
  '-O3',
  '--runtime',
  'stub',
  '--importMemory',
  '--noExportMemory',
  '--noAssert',
  '--enable',
  'simd',
  '--use',
  'abort=',
]

/**
 * Compiles the kernel and returns its WebAssembly bytes; the same sources give the same bytes.
 * @returns {Promise<Uint8Array>}
 */
export async function compileKernel() {
  let binary
  const { error, stderr } = await asc.main(['index.ts', '--outFile', 'kernel.wasm', ...FLAGS], {
    readFile: (name) => readFile(new URL(name, import.meta.url), 'utf8').catch(() => null),
    writeFile: (name, contents) => {
      if (name === 'kernel.wasm') binary = contents
    },
    listFiles: () => [],
  })
  if (error !== null || binary === undefined) throw new Error(`the kernel does not compile: ${stderr.toString()}`)
  return binary
}

/**
 * The TypeScript module that carries the compiled kernel.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function kernelModule(bytes) {
  const text = Buffer.from(bytes).toString('base64')
  const lines = text.match(/.{1,110}/g).map((line) => `  '${line}'`)
  return `// Generated from packages/models/kernel by \`npm run build:kernel -w @espalier/models\`; a test compares the two.
// prettier-ignore
/** The compiled kernel in base64: it loads without a file or a request, in Node and in browsers. */
export const KERNEL_BASE64: string = [
${lines.join(',\n')},
].join('')
`
}
