import { writeFile } from 'node:fs/promises'
import { compileKernel, kernelModule } from './compile.mjs'

const bytes = await compileKernel()
await writeFile(new URL('../src/runtime/wasm/kernel-bytes.ts', import.meta.url), kernelModule(bytes))
console.log(`kernel: ${bytes.length} bytes of WebAssembly`)
