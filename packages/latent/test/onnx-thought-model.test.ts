import type { OnnxThoughtModel, Thought, ThoughtRow } from '@espalier/latent'
import { describe, expect, it } from 'vitest'
import { distance, openModel, readExported } from './onnx-files.ts'

const KINDS = ['coconut', 'codi'] as const

async function feedBack(model: OnnxThoughtModel, thoughts: readonly Thought[]): Promise<readonly Thought[]> {
  return model.think(thoughts.map(({ hidden, cache }) => ({ cache, input: hidden, as: 'thought' })))
}

describe.each(KINDS)('an exported model (%s)', async (kind) => {
  const exported = readExported(kind)
  const model = await openModel(exported)
  const prompts = exported.golden.map(({ tokens }) => tokens)

  it('thinks what PyTorch thinks, six thoughts fed back, prompts of several lengths in one call', async () => {
    let thoughts = await model.begin(prompts, 'thought')
    for (let step = 0; step <= 6; step++) {
      for (const [i, { hidden, value }] of exported.golden.entries()) {
        const state = thoughts[i]!.hidden
        expect(distance(state, hidden[step]!)).toBeLessThan(1e-4)
        expect(thoughts[i]!.cache.length).toBe(prompts[i]!.length + step)
        if (value !== undefined) expect(distance(model.value!([state]), [value[step]!])).toBeLessThan(1e-4)
      }
      if (step === 6) break
      thoughts = await feedBack(model, thoughts)
    }
    const read = model.readOut(thoughts.map(({ hidden }) => hidden))
    for (const [i, { readOut }] of exported.golden.entries()) expect(distance(read[i]!, readOut)).toBeLessThan(1e-4)
  })

  it('has a value head only where the checkpoint had one', () => {
    expect(model.value === null).toBe(exported.golden[0]!.value === undefined)
    expect(model.value === null).toBe(!model.contract.valueHead)
  })

  it('goes on from a cache as if it had read everything anew', async () => {
    const tokens = [3, 1, 4, 1, 5, 9, 2, 6]
    const [whole] = await model.begin([tokens], 'word')
    let [line] = await model.begin([tokens.slice(0, 3)], 'word')
    for (const token of tokens.slice(3))
      [line] = await model.think([{ cache: line!.cache, input: model.embedding(token), as: 'word' }])
    expect(distance(line!.hidden, whole!.hidden)).toBeLessThan(1e-5)
    const [after] = await feedBack(model, [line!])
    const [afterWhole] = await feedBack(model, [whole!])
    expect(distance(after!.hidden, afterWhole!.hidden)).toBeLessThan(1e-5)
  })

  it('gives a row what it would get alone, whatever else is in its batch', async () => {
    const begun = await model.begin(prompts, 'thought')
    const rows = begun.flatMap(({ hidden, cache }): ThoughtRow[] => [
      { cache, input: hidden, as: 'thought' },
      { cache, input: model.embedding(7), as: 'word' },
      { cache, input: hidden.map((x) => -x), as: 'thought' },
    ])
    const together = await model.think(rows)
    const alone = (await Promise.all(rows.map(async (row) => model.think([row])))).flat()
    for (const [i, { hidden }] of together.entries()) expect(distance(hidden, alone[i]!.hidden)).toBeLessThan(1e-5)
    const begunAlone = (await Promise.all(prompts.map(async (prompt) => model.begin([prompt], 'thought')))).flat()
    for (const [i, { hidden }] of begun.entries()) expect(distance(hidden, begunAlone[i]!.hidden)).toBeLessThan(1e-5)
  })

  it('gives the same bits for the same calls', async () => {
    const run = async () => (await feedBack(model, await model.begin(prompts, 'thought'))).map(({ hidden }) => hidden)
    expect(await run()).toEqual(await run())
  })

  it('takes more rows than fit into one call', async () => {
    const [root] = await model.begin([[3, 1]], 'thought')
    const inputs = Array.from({ length: 70 }, (_, i) => root!.hidden.map((x, k) => x * Math.cos(i * k)))
    const thoughts = await model.think(inputs.map((input) => ({ cache: root!.cache, input, as: 'thought' })))
    const [last] = await model.think([{ cache: root!.cache, input: inputs[69]!, as: 'thought' }])
    expect(thoughts).toHaveLength(70)
    expect(distance(thoughts[69]!.hidden, last!.hidden)).toBeLessThan(1e-5)
    expect(await model.think([])).toEqual([])
  })

  it('lets a line go on after what it grew from is released', async () => {
    const [root] = await model.begin([[2, 7]], 'thought')
    const [child] = await feedBack(model, [root!])
    const [before] = await feedBack(model, [child!])
    model.release(root!.cache)
    const [after] = await feedBack(model, [child!])
    expect(after!.hidden).toEqual(before!.hidden)
  })

  it('begins to think with the token for it, given or not', async () => {
    const { bot } = model.contract.tokens
    const [[without], [given], [asWords]] = await Promise.all([
      model.begin([[3, 1]], 'thought'),
      model.begin([[3, 1, bot!]], 'thought'),
      model.begin([[3, 1]], 'word'),
    ])
    expect([without!.cache.length, given!.cache.length, asWords!.cache.length]).toEqual([3, 3, 2])
    expect(without!.hidden).toEqual(given!.hidden)
  })

  it('reads probabilities, and has directions of length 1 along which a token is likelier', async () => {
    const [root] = await model.begin([[3, 1]], 'thought')
    const [read] = model.readOut([root!.hidden])
    expect([...read!].reduce((sum, x) => sum + Math.exp(x), 0)).toBeCloseTo(1, 5)
    const direction = model.direction(5)
    expect(direction.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 5)
    const [moved] = model.readOut([root!.hidden.map((x, i) => x + 2 * direction[i]!)])
    expect(moved![5]).toBeGreaterThan(read![5]!)
    expect(model.readOut([])).toEqual([])
  })
})

it('puts thoughts through the projector of CODI, and words not', async () => {
  const model = await openModel(readExported('codi'))
  const [root] = await model.begin([[3, 1]], 'thought')
  const input = root!.hidden
  const [thought, word] = await model.think([
    { cache: root!.cache, input, as: 'thought' },
    { cache: root!.cache, input, as: 'word' },
  ])
  expect(distance(thought!.hidden, word!.hidden)).toBeGreaterThan(0.01)
})
