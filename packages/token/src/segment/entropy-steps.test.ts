import { createPreset, expandWith, maxNodes, runSearch } from '@espalier/core'
import { createByteModel } from '@espalier/models'
import { readBytesTable } from '@espalier/models/node'
import { describe, expect, it } from 'vitest'
import { readBy, scriptedProvider } from '../../test/written-provider.ts'
import { CONTEXT, trialOf } from '../../test/trial-of.ts'
import { textBackend } from '../text/text-backend.ts'
import { entropySteps } from './entropy-steps.ts'

const bytes = createByteModel(await readBytesTable())
const rule = { type: 'global' as const, threshold: 1 }
const root = { question: 'What is 2 + 2?', steps: [] }

/** Tokens that are certain (one likeliest token) or not (two that are as likely). */
const sure = (text: string) => ({ text, logProbability: 0, alternatives: [{ text, logProbability: 0 }] })
const unsure = (text: string) => {
  const logProbability = -Math.log(4)
  return { text, logProbability, alternatives: [0, 1, 2, 3].map((i) => ({ text: `${i}`, logProbability })) }
}
const sampleOf = (...tokens: readonly ReturnType<typeof sure>[]) => ({
  text: tokens.map(({ text }) => text).join(''),
  tokens,
})

describe('entropySteps', () => {
  const backend = textBackend({ of: 'pieces' })
  const sample = sampleOf(sure('So'), sure(' two'), unsure(' and'), sure(' two.\n'), unsure('Answer'), sure(': 4'))

  it('makes a step of what stands before the first uncertain token, and goes on with the rest without asking again', async () => {
    const { provider, asked } = scriptedProvider(() => sample)
    const generate = entropySteps({ provider, bytes, rule })
    const steps: string[] = []
    let state: { readonly question: string; readonly steps: readonly string[] } = root
    const priors: number[] = []
    while (!backend.isTerminal(state)) {
      const { proposals } = await generate(trialOf(state, 1), null, CONTEXT)
      expect(proposals[0]!.source).toBe('entropy of tokens')
      steps.push(proposals[0]!.step)
      priors.push(proposals[0]!.prior)
      state = backend.extend(state, proposals[0]!.step)
    }
    expect(steps).toEqual(['So two', ' and two.\n', 'Answer: 4\n'])
    expect(priors).toEqual([1, expect.closeTo(0.5, 9), expect.closeTo(0.5, 9)])
    expect(backend.answer(state)).toBe('4')
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ logProbabilities: true, alternatives: 20 })
    expect(readBy(asked[0]!.input).endsWith('Problem:\nWhat is 2 + 2?\n\nReasoning:\n')).toBe(true)
  })

  it('asks for what is missing only, and cuts by the byte table where no probabilities are shown', async () => {
    const { provider, asked } = scriptedProvider(
      (_request, i) => `${['Zero', 'One', 'Two'][i]} is where the search begins. Answer: ${i}`,
    )
    const generate = entropySteps({ provider, bytes, rule: { type: 'global', threshold: 2 } })
    const first = await generate(trialOf(root, 2), null, CONTEXT)
    expect(new Set(first.proposals.map(({ source }) => source))).toEqual(new Set(['entropy of bytes']))
    const state = backend.extend(root, first.proposals[0]!.step)
    const second = await generate(trialOf(state, 3), null, CONTEXT)
    expect(asked[1]?.samples).toBe(2)
    expect(first.proposals[0]!.step + second.proposals[0]!.step).toMatch(/^Zero is /)
  })

  it('drops what was broken off, unless there is nothing else', async () => {
    const broken = { ...sample, finish: 'length' as const }
    const { provider } = scriptedProvider(() => broken)
    const generate = entropySteps({ provider, bytes, rule })
    const { proposals } = await generate(trialOf(root, 1), null, CONTEXT)
    const next = await generate(trialOf(backend.extend(root, proposals[0]!.step), 1), null, CONTEXT)
    expect(next.proposals[0]!.step).toBe(' and two.\n')
    const only = scriptedProvider(() => ({ ...sampleOf(sure('So'), sure(' tw')), finish: 'length' as const }))
    const one = await entropySteps({ provider: only.provider, bytes, rule })(trialOf(root, 1), null, CONTEXT)
    expect(one.proposals[0]!.step).toBe('So tw')
  })

  it('makes no piece shorter than it should', async () => {
    const { provider } = scriptedProvider(() => sample)
    const { proposals } = await entropySteps({ provider, bytes, rule, minChars: 8 })(trialOf(root, 1), null, CONTEXT)
    expect(proposals[0]!.step).toBe('So two and two.\n')
  })

  it('searches to an answer', async () => {
    const { provider } = scriptedProvider(
      ({ seed = 0 }, i) => `First ${seed % 7} then ${i}.\nAnswer: ${(seed + i) % 3}`,
    )
    const generate = entropySteps({ provider, bytes, rule: { type: 'global', threshold: 3 } })
    const result = await runSearch({
      problem: root.question,
      backend,
      algorithm: createPreset('greedy'),
      expand: expandWith({ evaluate: () => Promise.resolve({ value: 0.5 }), generate }),
      stop: maxNodes(60),
    })
    expect(result.answer).toMatch(/^[012]$/)
  })
})
