import { expandWith, maxTrials, resumeSearch, rStar, runSearch, streamSearch, type SearchEvent } from '@espalier/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readBy, scriptedProvider, USAGE } from '../../test/written-provider.ts'
import { CONTEXT, trialOf } from '../../test/trial-of.ts'
import { ProviderError } from '../provider/provider-error.ts'
import { ACTIONS, formatActedStep, legalActions, parseActedStep, type ActedState, type Action } from './action.ts'
import { actionBackend } from './action-backend.ts'
import { actedLine, actedLineAt } from './acted-line.ts'
import { consistencyValue, mostConsistent } from './mutual-consistency.ts'
import { rStarActions } from './r-star-actions.ts'

const QUESTION = 'How many legs have two spiders?'
const backend = actionBackend()

/** Which action a request is for, by what stands at its end. */
function actionOf(prompt: string): Action {
  if (prompt.includes('Now write the next step only')) return 'thought'
  if (prompt.includes('Now write all the remaining steps')) return 'rest'
  if (prompt.includes('Now write the next smaller question')) return 'sub-question'
  if (prompt.includes('Now answer the last question above again')) return 're-answer'
  return 'rephrase'
}

const WORDS: Readonly<Record<Action, (seed: number) => string>> = {
  thought: (seed) => (seed % 3 === 0 ? `So ${seed}. Answer: 16` : `Spider ${seed} has eight legs.\nignored`),
  rest: (seed) => `Eight each.\nAnswer: ${seed % 4 === 0 ? 15 : 16}`,
  'sub-question': (seed) => `Q: How many has spider ${seed}?\nA: Eight.`,
  're-answer': (seed) => `Seven, says ${seed}.`,
  rephrase: (seed) => `Two spiders. ${seed} is no leg. Answer: none yet.`,
}

const model = () =>
  scriptedProvider(({ input, seed = 0 }, sample) => WORDS[actionOf(readBy(input))]((seed % 1000) + sample))

describe('legalActions', () => {
  it('are those of the paper, for any line that they make', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4), { maxLength: 12 }), (choices) => {
        let state: ActedState = { question: QUESTION, steps: [] }
        for (const choice of choices) {
          const legal = legalActions(state)
          const last = state.steps.at(-1)?.action
          expect(legal.includes('rephrase')).toBe(state.steps.length === 0)
          expect(legal.includes('re-answer')).toBe(last === 'sub-question')
          expect(legal.length === 0).toBe(last === 'rest')
          if (legal.length === 0) return
          state = { ...state, steps: [...state.steps, { action: legal[choice % legal.length]!, text: 'x' }] }
        }
      }),
    )
  })

  it('are read back from labels', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ACTIONS), fc.string(), (action, text) => {
        expect(parseActedStep(formatActedStep({ action, text }))).toEqual({ action, text })
      }),
    )
    expect(parseActedStep('guess: 7')).toBeNull()
  })
})

describe('rStarActions', () => {
  const root = backend.root(QUESTION)

  it('deals the steps of a trial out to the legal actions, one call each', async () => {
    const { provider, asked } = model()
    const { proposals, usage } = await rStarActions({ provider })(trialOf(root, 5), null, CONTEXT)
    expect(proposals.map(({ source }) => source)).toEqual(['thought', 'thought', 'rest', 'sub-question', 'rephrase'])
    expect(proposals.every(({ step, source }) => step.action === source)).toBe(true)
    expect(proposals[0]!.step.text).not.toContain('ignored')
    expect(asked).toHaveLength(4)
    expect(usage).toEqual({ ...USAGE, calls: 4, promptTokens: 40, completionTokens: 20 })
  })

  it('shares prompts up to what is only this call’s, and a child’s prompt begins with its parent’s', async () => {
    const { provider, asked } = model()
    const generate = rStarActions({ provider })
    const { proposals } = await generate(trialOf(root, 5), null, CONTEXT)
    const rephrased = backend.extend(root, proposals.find(({ source }) => source === 'rephrase')!.step)
    await generate(trialOf(rephrased, 3), null, CONTEXT)
    const bodies = asked.map(({ input }) => readBy(input).split('\nNow ')[0]!)
    expect(new Set(bodies.slice(0, 4)).size).toBe(1)
    expect(bodies.slice(4).every((body) => body.startsWith(bodies[0]!))).toBe(true)
    expect(bodies.at(-1)).toContain('The problem in other words')
  })

  it('keeps to the number of children of each action, and says when there is no room left', async () => {
    const { provider } = model()
    const generate = rStarActions({ provider, children: { thought: 1, 'sub-question': 1, rephrase: 0 } })
    const first = await generate(trialOf(root, 9), null, CONTEXT)
    expect(first.proposals.map(({ source }) => source)).toEqual(['thought', 'rest', 'sub-question'])
    const existing = first.proposals.map(({ step }) => formatActedStep(step))
    expect(await generate(trialOf(root, 1, { existing }), null, CONTEXT)).toMatchObject({
      proposals: [],
      exhausted: true,
    })
  })

  it('refuses what is no question with an answer, and keeps the other actions when one fails', async () => {
    const { provider } = scriptedProvider(({ input }) => {
      const action = actionOf(readBy(input))
      if (action === 'rest') throw new ProviderError('reset', 'broke', { usage: USAGE })
      return action === 'sub-question' ? 'Q: only a question?' : WORDS[action](1)
    })
    const generate = rStarActions({ provider, maxRequests: 1 })
    const { proposals, rejected, usage } = await generate(trialOf(root, 4), null, CONTEXT)
    expect(proposals.map(({ source }) => source)).toEqual(['thought', 'rephrase'])
    expect(rejected).toEqual([{ label: 'sub-question: ', reason: 'no-sub-question' }])
    expect(usage!.calls).toBe(4)
    const broken = scriptedProvider(() => {
      throw new ProviderError('reset', 'broke', { usage: USAGE })
    })
    await expect(rStarActions({ provider: broken.provider })(trialOf(root, 4), null, CONTEXT)).rejects.toMatchObject({
      code: 'reset',
      usage: { calls: 4 },
    })
  })

  it('states no answer in other words', () => {
    const state = backend.extend(root, { action: 'rephrase', text: 'Answer: 3' })
    expect([backend.answer(state), backend.isTerminal(state)]).toEqual([null, false])
  })
})

describe('with the preset rstar and a second model', () => {
  /** Completes to 16, whatever it sees, unless it reads 15 in it. */
  const second = () => scriptedProvider(({ input }) => `so it is. Answer: ${/\b15\b/.test(readBy(input)) ? 14 : 16}`)
  const search = (provider = model().provider, judge = second().provider) => ({
    problem: QUESTION,
    backend,
    algorithm: rStar(),
    seed: 4,
    expand: expandWith<ActedState, { readonly action: Action; readonly text: string }>({
      evaluate: consistencyValue((state) => actedLine(backend, state), { provider: judge }),
      generate: rStarActions({ provider }),
    }),
    stop: maxTrials(40),
  })

  it('takes only legal steps, judges only ends, and answers', async () => {
    const { tree, answer } = await runSearch(search())
    for (let node = 1; node < tree.size; node++) {
      const { action } = parseActedStep(tree.label(node))!
      const parent = tree.parent(node)
      const before = parent === 0 ? [] : [parseActedStep(tree.label(parent))!]
      expect(legalActions({ question: QUESTION, steps: before })).toContain(action)
      expect(tree.source(node)).toBe(action)
    }
    expect(answer).toBe('16')
  })

  it('chooses after the search among lines that the second model completes alike', async () => {
    const { tree } = await runSearch(search())
    const { provider, asked } = second()
    const found = await mostConsistent(tree, actedLineAt(backend, tree, QUESTION), { provider }, CONTEXT)
    expect(found!.chosen).toMatchObject({ answer: '16', agreement: 1, answers: ['16', '16', '16', '16'] })
    const shown = asked.slice(0, 4).map(({ input }) => readBy(input).split('Solution:\n')[1]!.length)
    expect(shown).toEqual(shown.toSorted((a, b) => a - b))
    expect(found!.checked.length).toBeGreaterThan(1)
    const none = await mostConsistent(tree, () => null, { provider }, CONTEXT)
    expect(none).toBeNull()
  })

  it('goes on from any event of its log to the same end', async () => {
    const whole: SearchEvent[] = []
    for await (const { event } of streamSearch(search())) whole.push(event)
    for (const cut of [3, 11, 30]) {
      const options = search()
      const resumed = resumeSearch({ ...options, parse: (_state, label) => parseActedStep(label) }, whole.slice(0, cut))
      const log = whole.slice(0, resumed.kept)
      for await (const { event } of streamSearch({ ...options, resume: resumed })) log.push(event)
      expect(log).toEqual(whole)
    }
  })
})
