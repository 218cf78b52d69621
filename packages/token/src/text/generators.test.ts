import { createPreset, expandWith, keyedDraw, maxNodes, runSearch, type Trial } from '@espalier/core'
import { describe, expect, it } from 'vitest'
import { readBy } from '../../test/scripted-provider.ts'
import type { ModelRequest } from '../provider/model-call.ts'
import { ProviderError } from '../provider/provider-error.ts'
import type { Provider } from '../provider/provider.ts'
import { nextSteps, refinements, wholeAnswers } from './generators.ts'
import { textBackend } from './text-backend.ts'
import type { TextState } from './text-state.ts'

const CONTEXT = { signal: new AbortController().signal }
const QUESTION = 'How many legs have two spiders?'

function trial(want: number, more: Partial<Trial<TextState>> = {}): Trial<TextState> {
  return {
    id: 3,
    node: 1,
    depth: 1,
    state: { question: QUESTION, steps: [] },
    evaluate: false,
    evaluated: false,
    want,
    proposals: 'distinct',
    existing: [],
    seed: 1,
    ...more,
  }
}

/** Writes these, one after the other, whatever is asked; keeps what was asked. */
function scripted(...texts: readonly string[]) {
  const asked: ModelRequest[] = []
  let at = 0
  const provider: Provider = {
    name: 'scripted',
    complete: (request) => {
      asked.push(request)
      const samples = Array.from({ length: request.samples ?? 1 }, () => {
        const text = texts[at++ % texts.length]!
        if (text === '!')
          throw new ProviderError('reset', 'broke', { usage: { calls: 1, promptTokens: 7, completionTokens: 0 } })
        const tokens = [...text].map((char) => ({ text: char, logProbability: -0.5 }))
        return { text, finish: text.endsWith('…') ? ('length' as const) : ('stop' as const), tokens }
      })
      return Promise.resolve({
        samples,
        usage: { calls: 1, promptTokens: 10, completionTokens: 5, costUsd: 0.5, cachedTokens: 4 },
      })
    },
  }
  return { provider, asked }
}

describe('nextSteps', () => {
  it('asks for all steps of a trial in one call, stopped at the end of a line, with priors from probabilities', async () => {
    const { provider, asked } = scripted('A spider has eight legs.', '2. Two have sixteen.')
    const { proposals, usage } = await nextSteps({ provider, cacheKey: 'k' })(trial(2), null, CONTEXT)
    const prior = expect.closeTo(Math.exp(-0.5), 9) as number
    expect(proposals).toEqual([
      { step: 'A spider has eight legs.', prior },
      { step: 'Two have sixteen.', prior },
    ])
    expect(usage).toEqual({ calls: 1, promptTokens: 10, completionTokens: 5, costUsd: 0.5 })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ samples: 2, stop: ['\n'], temperature: 1, logProbabilities: true, cacheKey: 'k' })
    expect(asked[0]!.seed).toBe(Math.floor(keyedDraw(1, 3, 0) * 0x80000000))
  })

  it('takes steps between marks, and out of JSON; what has none is refused', async () => {
    const delimited = scripted('Let me see. <step>1. Count the\nlegs.')
    const lines = await nextSteps({ provider: delimited.provider, format: 'delimited' })(trial(1), null, CONTEXT)
    expect(lines.proposals[0]!.step).toBe('Count the\nlegs.')
    const structured = scripted('{"step": "Count."}', '{"steps": []}', 'no JSON')
    const fields = await nextSteps({ provider: structured.provider, format: 'structured' })(trial(3), null, CONTEXT)
    expect(fields.proposals.map(({ step }) => step)).toContain('Count.')
    expect(fields.rejected!.map(({ reason }) => reason)).toContain('no-step')
    expect(structured.asked[0]!.schema?.name).toBe('step')
  })

  it('refuses steps that were broken off and steps that are there already, and asks again for what is missing', async () => {
    const { provider, asked } = scripted('half a st…', 'same', 'new')
    const { proposals, rejected } = await nextSteps({ provider })(trial(1, { existing: ['same'] }), null, CONTEXT)
    expect(proposals.map(({ step }) => step)).toEqual(['new'])
    expect(rejected).toEqual([
      { label: 'half a st…', reason: 'unfinished' },
      { label: 'same', reason: 'duplicate' },
    ])
    expect(readBy(asked[1]!.input)).toContain('Tried here already, write something else:\n- same\n- half a st…\n')
  })

  it('keeps what it has when asking again fails, and passes the first failure on', async () => {
    const { provider } = scripted('new', 'new', '!')
    const { proposals, usage } = await nextSteps({ provider })(trial(2), null, CONTEXT)
    expect(proposals).toHaveLength(1)
    expect(usage).toMatchObject({ calls: 2, promptTokens: 17 })
    await expect(nextSteps({ provider: scripted('!').provider })(trial(1), null, CONTEXT)).rejects.toMatchObject({
      code: 'reset',
    })
  })

  it('asks for the likeliest step at temperature 0', async () => {
    const { provider, asked } = scripted('one')
    await nextSteps({ provider })(trial(1, { proposals: 'likeliest' }), null, CONTEXT)
    expect(asked[0]).toMatchObject({ temperature: 0, samples: 1 })
  })

  it('keeps no step that is longer than its tokens could be', async () => {
    const { provider } = scripted('x'.repeat(100_000))
    const { rejected } = await nextSteps({ provider, maxTokens: 10, maxRequests: 1 })(trial(1), null, CONTEXT)
    expect(rejected).toEqual([{ label: 'x'.repeat(320), reason: 'unfinished' }])
  })
})

describe('wholeAnswers and refinements', () => {
  it('write a draft, criticise it once, and write it anew with the critique', async () => {
    const { provider, asked } = scripted('Answer: 12', 'A spider has eight legs.', 'Answer: 16', 'Answer: 15')
    const backend = textBackend({ of: 'drafts', maxSteps: 3 })
    const generate = refinements({ provider })
    const root = backend.root(QUESTION)
    const [draft] = (await generate(trial(1, { state: root }), null, CONTEXT)).proposals
    const first = backend.extend(root, draft!.step)
    expect([backend.answer(root), backend.answer(first), backend.isTerminal(first)]).toEqual([null, '12', false])
    const better = await generate(trial(1, { state: first }), null, CONTEXT)
    expect(better.proposals[0]!.step).toBe('Answer: 16')
    expect(better.usage).toMatchObject({ calls: 2, costUsd: 1 })
    expect(readBy(asked[2]!.input)).toContain('Answer given:\nAnswer: 12\n\nCritique:\nA spider has eight legs.\n')
    await generate(trial(1, { state: first, existing: ['Answer: 16'] }), null, CONTEXT)
    expect(asked).toHaveLength(4)
  })

  it('take the critique that the evaluation made', async () => {
    const { provider, asked } = scripted('Answer: 16')
    const state = { question: QUESTION, steps: ['Answer: 12'] }
    await refinements({ provider })(trial(1, { state }), { value: 0, critique: 'Count again.' }, CONTEXT)
    expect(asked).toHaveLength(1)
    expect(readBy(asked[0]!.input)).toContain('Critique:\nCount again.')
  })

  it('account for a critique whose refinement failed', async () => {
    const { provider } = scripted('Wrong.', '!')
    const state = { question: QUESTION, steps: ['Answer: 12'] }
    await expect(refinements({ provider })(trial(1, { state }), null, CONTEXT)).rejects.toMatchObject({
      usage: { calls: 2, promptTokens: 17 },
    })
  })

  it('answer in one step from the problem alone', async () => {
    const { provider, asked } = scripted('Eight each. Final answer: 16')
    const { proposals } = await wholeAnswers({ provider })(trial(1), null, CONTEXT)
    const backend = textBackend()
    const state = backend.extend(backend.root(QUESTION), proposals[0]!.step)
    expect([backend.isTerminal(state), backend.answer(state)]).toEqual([true, '16'])
    expect(asked[0]!.stop).toBeUndefined()
  })
})

describe('prompts', () => {
  it('share nearly all that they could share, over a search of 128 nodes', async () => {
    const prompts: string[] = []
    const owned: string[] = []
    const provider: Provider = {
      name: 'wordy',
      complete: ({ input, seed = 0, samples = 1 }) => {
        prompts.push(readBy(input))
        const texts = Array.from({ length: samples }, (_, i) => {
          const word = Math.floor(1e6 * keyedDraw(seed, prompts.length, i)).toString(36)
          return `Consider ${word}, since it follows from what was said that ${word} holds for every leg of every spider.`
        })
        return Promise.resolve({
          samples: texts.map((text) => ({ text, finish: 'stop', tokens: null })),
          usage: { calls: 1, promptTokens: 0, completionTokens: 0 },
        })
      },
    }
    const generate = nextSteps({ provider })
    await runSearch({
      problem: QUESTION,
      backend: textBackend({ maxSteps: 12 }),
      algorithm: createPreset('mcts'),
      seed: 1,
      expand: expandWith({
        evaluate: ({ steps }) => Promise.resolve({ value: keyedDraw(2, steps.join().length, 0) }),
        generate: (given, evaluation, context) => {
          owned.push(`${QUESTION}\n${given.state.steps.join('\n')}`)
          return generate(given, evaluation, context)
        },
      }),
      stop: maxNodes(128),
    })
    expect(prompts.length).toBe(owned.length)
    // What is only a call's own, the steps not to write again, stands at the end and is left out here.
    const bodies = prompts.map((prompt) => prompt.split('\nTried here already')[0] ?? '')
    const shared = sharedChars(bodies)
    // Of a line that nobody sent before, only its new steps have to be read.
    const ideal = owned.reduce((sum, line, i) => {
      const news = line.length - sharedOf(owned, i)
      return sum + (i === 0 ? 0 : bodies[i]!.length - news)
    }, 0)
    const all = prompts.reduce((sum, { length }) => sum + length, 0)
    const percent = (share: number): number => Math.round(100 * share)
    expect({ ofIdeal: percent(shared / ideal), ofAll: percent(sharedChars(prompts) / all) }).toEqual({
      ofIdeal: 100,
      ofAll: 84,
    })
  })
})

const sharedChars = (texts: readonly string[]): number => texts.reduce((sum, _, i) => sum + sharedOf(texts, i), 0)

/** Characters that a server which keeps every text has read before. */
function sharedOf(texts: readonly string[], i: number): number {
  return texts.slice(0, i).reduce((most, before) => Math.max(most, commonStart(before, texts[i]!)), 0)
}

function commonStart(a: string, b: string): number {
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  return i
}
