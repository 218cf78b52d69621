import { portableExp } from '@espalier/core'
import { ProviderError, withoutChatMarks, type ModelUsage } from '@espalier/token'
import * as z from 'zod'

/**
 * How a reward model is asked.
 * - `pooling`: vLLM's `/pooling` of a model that scores steps (Qwen2.5-Math-PRM, Math-Shepherd): a conversation whose steps end with a tag, a vector for each tag;
 * - `pooling-line`: vLLM's `/pooling` of a model that scores a whole text: one vector;
 * - `score`: vLLM's `/score` of a cross-encoder: question and line, one number.
 */
export type RewardForm = 'pooling' | 'pooling-line' | 'score'

export interface RewardWire {
  readonly model: string
  readonly form: RewardForm
  /** Below the base URL. Default `/pooling`, or `/score`. */
  readonly path?: string
  /** What ends a step, for `pooling`. Default `<extra_0>`, Qwen's. */
  readonly stepTag?: string
  /** What stands between steps, for the forms that send a line as one text. Default an empty line. */
  readonly between?: string
  /** What the model is told before all else, for `pooling`. Default: nothing. */
  readonly instruction?: string
  /** Which number of a vector is the reward, from 0. Default: the last, as a classifier has the good class. */
  readonly component?: number
  /** How numbers come into [0, 1]. Default `none`: they lie there already, or the reply is refused. */
  readonly squash?: 'none' | 'sigmoid'
}

export interface RewardLine {
  readonly question: string
  readonly steps: readonly string[]
}

/** Path below the base URL, and body, of a call. No step can end itself: tags in texts are written out. */
export function rewardRequest(
  { question, steps }: RewardLine,
  { model, form, path, stepTag = '<extra_0>', between = '\n\n', instruction }: RewardWire,
): { readonly path: string; readonly body: Readonly<Record<string, unknown>> } {
  const written = (text: string): string => withoutChatMarks(text).replaceAll(stepTag, [...stepTag].join(' '))
  const asked = written(question)
  const lines = steps.map(written)
  if (form === 'score') return { path: path ?? '/score', body: { model, text_1: asked, text_2: lines.join(between) } }
  if (form === 'pooling-line')
    return { path: path ?? '/pooling', body: { model, input: [asked, ...lines].join(between) } }
  const messages = [
    ...(instruction === undefined ? [] : [{ role: 'system', content: instruction }]),
    { role: 'user', content: asked },
    { role: 'assistant', content: lines.map((line) => line + stepTag).join('') },
  ]
  return { path: path ?? '/pooling', body: { model, messages } }
}

const usage = z.object({ prompt_tokens: z.number().min(0) }).nullish()
const vector = z.array(z.number()).min(1)
const pooled = z.object({ data: z.array(z.object({ data: z.union([vector, z.array(vector)]) })), usage })
const scored = z.object({ data: z.array(z.object({ score: z.number() })), usage })

/** The scores in a reply, in [0, 1], as many as are due. Throws a ProviderError for anything else. */
export function scoresInReply(
  value: unknown,
  steps: number,
  { form, component, squash = 'none' }: RewardWire,
): { readonly scores: readonly number[]; readonly usage: ModelUsage | null } {
  const due = form === 'pooling' ? steps : 1
  const parsed = form === 'score' ? scored.safeParse(value) : pooled.safeParse(value)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw wrong(`${(issue?.path ?? []).map(String).join('.') || 'reply'}: ${issue?.message}`, null)
  }
  const told = parsed.data.usage
  const paid =
    told === null || told === undefined ? null : { calls: 1, promptTokens: told.prompt_tokens, completionTokens: 0 }
  const [item, ...others] = parsed.data.data
  if (item === undefined)
    throw new ProviderError('empty-reply', 'the reply has no scores', paid === null ? {} : { usage: paid })
  if (others.length > 0) throw wrong(`${others.length + 1} results, one was asked for`, paid)
  const raw = 'score' in item ? [item.score] : rewardsIn(item.data, form, component, paid)
  if (raw.length !== due) throw wrong(`${raw.length} scores, expected ${due}: one for each step`, paid)
  const scores = raw.map((x) => (squash === 'sigmoid' ? 1 / (1 + portableExp(-x)) : x))
  const outside = scores.find((x) => !(x >= 0 && x <= 1))
  if (outside !== undefined)
    throw wrong(`score ${outside}, expected 0 to 1 (squash: 'sigmoid' makes such of logits)`, paid)
  return { scores, usage: paid }
}

/** The rewards in what was pooled: a vector for each step, or one for the line. */
function rewardsIn(
  data: readonly number[] | readonly (readonly number[])[],
  form: RewardForm,
  component: number | undefined,
  paid: ModelUsage | null,
): readonly number[] {
  const isFlat = data.every((x): x is number => typeof x === 'number')
  // A model with one class may give its steps' numbers without vectors around them.
  const vectors = isFlat ? (form === 'pooling' ? data.map((x) => [x]) : [data]) : data
  return vectors.map((numbers, i) => {
    const at = component ?? numbers.length - 1
    const reward = numbers[at]
    if (reward === undefined) throw wrong(`vector ${i} has ${numbers.length} numbers, number ${at} was asked for`, paid)
    return reward
  })
}

function wrong(what: string, paid: ModelUsage | null): ProviderError {
  return new ProviderError(
    'wrong-schema',
    `the reply is not of the expected form: ${what}`,
    paid === null ? {} : { usage: paid },
  )
}
