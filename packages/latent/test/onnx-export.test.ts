import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isModelError } from '@espalier/models'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { distance, openModel, readExported, type GoldenCase } from './onnx-files.ts'

const SCRIPTS = fileURLToPath(new URL('../../models/training/onnx', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'espalier-onnx-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The first Python that has PyTorch; a system's own often has it where the one of a version manager has not. `PYTHON` names another. */
const candidates = process.env['PYTHON'] === undefined ? ['python3', '/usr/bin/python3'] : [process.env['PYTHON']]
const python = candidates.find((command) => {
  try {
    execFileSync(command, ['-c', 'import torch'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})
const note = python === undefined ? ' (skipped: no python3 with PyTorch)' : ''

function run(script: string, ...args: readonly string[]): string {
  // Small models gain nothing from threads, which only wait for each other where cores are busy.
  const env = { ...process.env, OMP_NUM_THREADS: '1' }
  return execFileSync(python ?? 'python3', [join(SCRIPTS, script), ...args], { encoding: 'utf8', stdio: 'pipe', env })
}

/** What a script says when it refuses. */
function refusal(script: string, ...args: readonly string[]): string {
  try {
    run(script, ...args)
  } catch (error) {
    return String((error as { readonly stderr?: string }).stderr).trim()
  }
  throw new Error(`${script} ran`)
}

const at = (name: string): string => join(folder, name)
const readJson = (name: string): unknown => JSON.parse(readFileSync(at(name), 'utf8'))
const refusedExport = (checkpoint: string, ...args: readonly string[]): string =>
  refusal('export_gpt2.py', '--checkpoint', at(checkpoint), '--out', at('never'), ...args)

/** Each script starts PyTorch, which takes a second or, on a busy machine, half a minute. */
const TIMEOUT_MS = 600_000

describe.skipIf(python === undefined)(`a checkpoint exported on the spot${note}`, { timeout: TIMEOUT_MS }, () => {
  beforeAll(() => void run('make_fixtures.py', '--out', folder, '--seed', '5'), TIMEOUT_MS)

  it.each(['coconut', 'codi'] as const)('thinks what PyTorch thinks (%s)', async (kind) => {
    const exported = readExported(kind, folder)
    const model = await openModel(exported)
    let thoughts = await model.begin(
      exported.golden.map(({ tokens }) => tokens),
      'thought',
    )
    for (let step = 0; ; step++) {
      for (const [i, { hidden }] of exported.golden.entries())
        expect(distance(thoughts[i]!.hidden, hidden[step]!)).toBeLessThan(1e-4)
      if (step === 6) break
      thoughts = await model.think(thoughts.map(({ hidden, cache }) => ({ cache, input: hidden, as: 'thought' })))
    }
  })

  it('knows special tokens from the tokenizer files, and takes these along', () => {
    expect(readJson('coconut/contract.json')).toMatchObject({
      vocab: 50,
      tokenizer: ['added_tokens.json'],
      tokens: { bot: 47, eot: 48, latent: 49, eos: 0 },
    })
    expect(readJson('coconut/added_tokens.json')).toHaveProperty('<|latent|>', 49)
  })

  it('has the vocabulary of its weights, whatever its config still says, and adapters added to their weights', () => {
    const sizes = ['--dim', '16', '--layers', '1', '--heads', '2', '--vocab', '20', '--seed', '5']
    run('make_tiny_gpt2.py', '--out', at('adapted'), '--kind', 'codi', '--lora-rank', '4', ...sizes)
    expect(readJson('adapted/config.json')).toHaveProperty('vocab_size', 18)
    const golden = (kind: string) => readJson(`${kind}/golden.json`) as { readonly cases: readonly GoldenCase[] }
    const [{ tokens, hidden }] = golden('codi').cases as [GoldenCase]
    const flags = ['--lora-alpha', '8', '--golden', JSON.stringify([tokens])]
    run('export_gpt2.py', '--checkpoint', at('adapted'), '--out', at('merged'), ...flags)
    expect(readJson('merged/contract.json')).toHaveProperty('vocab', 20)
    for (const [i, state] of golden('merged').cases[0]!.hidden.entries())
      expect(distance(state, hidden[i]!)).toBeLessThan(1e-4)
    expect(refusedExport('adapted')).toContain('1 layers have a LoRA adapter: say --lora-alpha')
  })

  it('is refused where it does not fit its config or its tokenizer, is cut off, or has weights that are no numbers', () => {
    run('make_tiny_gpt2.py', '--out', at('checkpoint'))
    expect(refusedExport('checkpoint', '--bot', '50')).toContain('token bot is 50, expected 0 to 49')
    const config = readFileSync(at('checkpoint/config.json'), 'utf8')
    const weights = readFileSync(at('checkpoint/model.safetensors'))
    writeFileSync(at('checkpoint/config.json'), config.replace('"n_positions": 64', '"n_positions": 32'))
    expect(refusedExport('checkpoint')).toContain('wpe.weight: got shape [64, 32], expected [32, 32]')
    writeFileSync(at('checkpoint/config.json'), config)
    writeFileSync(at('checkpoint/model.safetensors'), weights.subarray(0, -8))
    expect(refusedExport('checkpoint')).toContain('is cut off inside base_causallm.lm_head.weight')
    weights.writeFloatLE(NaN, weights.length - 4)
    writeFileSync(at('checkpoint/model.safetensors'), weights)
    expect(refusedExport('checkpoint')).toContain('lm_head.weight: 1 values are not finite')
  })

  it('may not be paired with the files of another export', async () => {
    const [one, other] = [readExported('coconut', folder), readExported('codi', folder)]
    await expect(openModel({ ...one, graph: other.graph })).rejects.toSatisfy(isModelError)
  })
})
