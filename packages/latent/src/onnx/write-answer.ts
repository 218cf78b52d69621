import type { Thought } from '../thought-model.ts'
import type { OnnxThoughtModel } from './onnx-thought-model.ts'

export interface AnswerOptions {
  /** Tokens written at most, at least 1. */
  readonly maxTokens: number
}

/**
 * Ends a line of thought and writes, each time the likeliest token: first the token where thinking ends, if the model has one, then tokens
 * until the end of the answer. Neither of these two is among the tokens returned. The thought stays usable. Rejects as `think` does.
 */
export async function writeAnswer(
  model: OnnxThoughtModel,
  thought: Thought,
  { maxTokens }: AnswerOptions,
): Promise<readonly number[]> {
  const { eot, eos } = model.contract.tokens
  const say = async (after: Thought, token: number): Promise<Thought> => {
    const [next] = await model.think([{ cache: after.cache, input: model.embedding(token), as: 'word' }])
    if (after !== thought) model.release(after.cache)
    return next!
  }
  const written: number[] = []
  let at = eot === null ? thought : await say(thought, eot)
  for (;;) {
    const token = likeliest(model.readOut([at.hidden])[0]!)
    if (token === eos || written.push(token) === maxTokens) break
    at = await say(at, token)
  }
  if (at !== thought) model.release(at.cache)
  return written
}

function likeliest(logProbabilities: Float32Array): number {
  let best = 0
  for (let token = 1; token < logProbabilities.length; token++)
    if (logProbabilities[token]! > logProbabilities[best]!) best = token
  return best
}
