import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { compileKernel, kernelModule } from '../../../kernel/compile.mjs'
import { decodeBase64 } from './kernel.ts'
import { KERNEL_BASE64 } from './kernel-bytes.ts'

it('is what the kernel sources compile to', { timeout: 60_000 }, async () => {
  const bytes = await compileKernel()
  expect(await readFile(new URL('kernel-bytes.ts', import.meta.url), 'utf8')).toBe(kernelModule(bytes))
  expect(Buffer.from(decodeBase64(KERNEL_BASE64)).equals(bytes)).toBe(true)
})

it('decodes every length of base64', () => {
  for (let length = 0; length < 12; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 83 + 250) & 0xff)
    expect(decodeBase64(Buffer.from(bytes).toString('base64'))).toEqual(bytes)
  }
})
