import type { Json, Signal } from '@espalier/core'
import type { ToolSpec } from '../provider/model-call.ts'

/** A function that steps may call. */
export interface Tool<Args extends Json = Json> extends ToolSpec {
  /**
   * Called with arguments that fit `parameters`. What it gives is read into the step: text as it is, anything else as JSON. It may throw, and it
   * should give up when the signal fires: nobody waits for it any longer.
   */
  run(args: Args, context: { readonly signal: Signal }): unknown
}

/** Calls `run` once after `ms` milliseconds, and gives the function that calls it off: a timer, from whoever has one. */
export type AfterFn = (ms: number, run: () => void) => () => void

const NAME = /^[\w-]{1,64}$/

/** Throws a TypeError for tools that no model could name. */
export function checkTools(tools: readonly ToolSpec[]): void {
  for (const { name } of tools)
    if (!NAME.test(name))
      throw new TypeError(`tools: got the name ${JSON.stringify(name)}, expected up to 64 letters, digits, _ and -`)
  const names = new Set(tools.map(({ name }) => name))
  if (names.size < tools.length) throw new TypeError('tools: got a name twice, expected names that differ')
}

/** The tools, and how to call one in text, for models that are not told of them in another way. */
export function toolsInWords(tools: readonly ToolSpec[]): string {
  const list = tools.map(
    ({ name, description, parameters }) => `- ${name}: ${description}\n  arguments: ${JSON.stringify(parameters)}`,
  )
  return `You may call these tools:\n${list.join('\n')}\nTo call one, end with a line of the form\nAction: name {"argument": "value"}\nand write nothing after it. What it gives follows as "Observation: …".`
}
