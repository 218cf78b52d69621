import { addUsage, checkNumber, NO_USAGE, type ExpandContext, type Json, type Usage } from '@espalier/core'
import type { ModelInput } from '../provider/model-call.ts'
import type { Provider } from '../provider/provider.ts'
import type { VerifyFn } from './check-evaluator.ts'
import { charged } from './evaluation-error.ts'
import { hashOf, seedOf } from './hash.ts'
import { ABOUT_BLOCKS, quoteBlock } from './quote.ts'

/** How a call of a script ended: `returned` with what came back as JSON, or another word for why nothing did. A `Sandbox` of `@espalier/tasks` gives these. */
export interface ScriptOutcome {
  readonly type: string
  readonly json?: string
}

/** Calls a function that a script in JavaScript defines, where it can do no harm. */
export type RunScriptFn = (call: {
  readonly source: string
  readonly name: string
  readonly args: readonly Json[]
}) => Promise<ScriptOutcome>

export interface GeneratedVerifierOptions<State> {
  /** Who writes verifiers. */
  readonly provider: Provider
  readonly run: RunScriptFn
  readonly question: (state: State) => string
  readonly answerOf: (state: State) => string | null
  /** Answers that cannot be right, beside those that are none: a verifier that takes one is of no use. */
  readonly wrong?: (question: string) => readonly string[]
  /** Scripts asked for at most, for one question. Default 2. */
  readonly tries?: number
  /** Failures on answers after which a script is given up. Default 3. */
  readonly maxFailures?: number
  /** Default 1,024. */
  readonly maxTokens?: number
  /** Default 0.7. */
  readonly temperature?: number
  /** Default 0. */
  readonly seed?: number
}

/** What became of scripts and of their verdicts, by count. */
export interface VerifierTally {
  readonly asked: number
  /** Scripts refused before use, by why: `unwritten`, `accepts-anything`, `no-verdict`, or how the sandbox says that they ended (`threw`, `out-of-time`, …). */
  readonly refused: Readonly<Record<string, number>>
  /** Questions for which no script was of use. */
  readonly without: number
  readonly yes: number
  readonly no: number
  /** Answers on which a script failed, by how. */
  readonly failed: Readonly<Record<string, number>>
  /** Scripts given up after they failed too often. */
  readonly givenUp: number
}

export interface GeneratedVerifier<State> {
  /** Cannot say where there is no answer yet, no script, or one that fails on the answer: whoever comes next judges (`verifierFirst`). */
  readonly verify: VerifyFn<State>
  tally(): VerifierTally
}

interface Script {
  readonly source: string
  failures: number
}

/**
 * A verifier that a model writes: one call a question for a function `verify(answer)`, which the sandbox then runs on every candidate. The writer sees the
 * question only, so no candidate can talk to it. A script is tried first on answers that cannot be right; one that throws there, hangs or takes one of them is
 * refused. (Tests that models write: Chen 2022, CodeT, arXiv 2207.10397.)
 */
export function generatedVerifier<State>(options: GeneratedVerifierOptions<State>): GeneratedVerifier<State> {
  const { provider, run, question, answerOf, wrong = () => [], maxTokens = 1024, temperature = 0.7, seed = 0 } = options
  const tries = checkNumber('generatedVerifier.tries', options.tries ?? 2, { min: 1, max: 100, integer: true })
  const maxFailures = checkNumber('generatedVerifier.maxFailures', options.maxFailures ?? 3, { min: 1, integer: true })
  const scripts = new Map<string, Promise<Script | null>>()
  const refused: Record<string, number> = {}
  const failed: Record<string, number> = {}
  const counts = { asked: 0, without: 0, yes: 0, no: 0, givenUp: 0 }

  /** Whether a script takes an answer, or why it does not say. */
  async function verdictOf(source: string, answer: string): Promise<boolean | string> {
    const { type, json } = await run({ source, name: 'verify', args: [answer] })
    if (type !== 'returned') return type
    return json === 'true' || json === 'false' ? json === 'true' : 'no-verdict'
  }

  async function faultOf(source: string | null, asked: string): Promise<string | null> {
    if (source === null) return 'unwritten'
    const nonsense = `answer ${hashOf('nonsense', asked).slice(0, 12)}`
    for (const answer of ['', 'I do not know.', nonsense, ...wrong(asked)]) {
      const verdict = await verdictOf(source, answer)
      if (verdict !== false) return verdict === true ? 'accepts-anything' : verdict
    }
    return null
  }

  async function write(asked: string, context: ExpandContext, pay: PayFn): Promise<Script | null> {
    for (let i = 0; i < tries; i++) {
      counts.asked++
      const { samples, usage } = await provider.complete(
        { input: writerPrompt(asked), maxTokens, temperature, seed: seedOf(seed, asked, i) },
        { signal: context.signal },
      )
      pay(usage)
      const source = samples[0]?.finish === 'length' ? null : scriptIn(samples[0]?.text ?? '')
      const fault = await faultOf(source, asked)
      if (fault === null) return { source: source!, failures: 0 }
      count(refused, fault)
    }
    counts.without++
    return null
  }

  /** The script of a question, written once. Where somebody else's call for it failed or was called off, the next one makes it again. */
  async function scriptFor(asked: string, context: ExpandContext, pay: PayFn): Promise<Script | null> {
    for (;;) {
      const known = scripts.get(asked)
      if (known === undefined) {
        const writing = write(asked, context, pay)
        scripts.set(asked, writing)
        return writing.catch((error: unknown) => {
          scripts.delete(asked)
          throw error
        })
      }
      const script = await known.catch(() => undefined)
      if (script !== undefined) return script
    }
  }

  function giveUp(asked: string): void {
    counts.givenUp++
    scripts.set(asked, Promise.resolve(null))
  }

  return {
    async verify(state, context) {
      const answer = answerOf(state)
      if (answer === null) return { value: null }
      const asked = question(state)
      let usage = NO_USAGE
      const script = await scriptFor(asked, context, (paid) => void (usage = addUsage(usage, paid))).catch(
        (error: unknown) => {
          throw charged(error, usage)
        },
      )
      if (script === null) return { value: null, usage, detail: { type: 'generated-verifier', verdict: 'no-script' } }
      const verdict = await verdictOf(script.source, answer)
      const detail = { type: 'generated-verifier', source: script.source, verdict }
      if (typeof verdict === 'boolean') {
        counts[verdict ? 'yes' : 'no']++
        return { value: Number(verdict), usage, detail }
      }
      count(failed, verdict)
      if (++script.failures === maxFailures) giveUp(asked)
      return { value: null, usage, detail }
    },
    tally: () => ({ ...counts, refused: { ...refused }, failed: { ...failed } }),
  }
}

type PayFn = (usage: Usage) => void

function count(counts: Record<string, number>, what: string): void {
  counts[what] = (counts[what] ?? 0) + 1
}

const FENCE = /```(?:js|javascript)?[^\S\n]*\n([\s\S]*?)```/gi

/** The script in a reply: its last fenced block, or all of it where there is none; null where no function of that name is in it. */
function scriptIn(reply: string): string | null {
  const source = [...reply.matchAll(FENCE)].at(-1)?.[1] ?? reply
  return /\bverify\b/.test(source) ? source : null
}

function writerPrompt(question: string): ModelInput {
  return {
    type: 'chat',
    messages: [
      {
        role: 'system',
        content:
          'You write a program that checks answers to a problem. Write one function in plain JavaScript, `function verify(answer)`, in a fenced block. It takes the answer as a string, ' +
          'as somebody may write it, and returns true if it is right and false if it is not; it computes what it needs from the problem. It uses nothing but the language itself. ' +
          `An empty or meaningless answer is false.\n\n${ABOUT_BLOCKS}`,
      },
      { role: 'user', content: `${quoteBlock('PROBLEM', question)}\n\nWrite \`verify\`.` },
    ],
  }
}
