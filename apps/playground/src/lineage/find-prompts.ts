import type { PromptLineage } from '@espalier/protocol'
import { DROP_REASONS, fateOf } from './fate.ts'
import type { Shown } from './lineage-place.ts'

/** Everything that a prompt and its answers say, in lower case; made once for each. */
const texts = new WeakMap<PromptLineage, string>()

function textOf(prompt: PromptLineage): string {
  const known = texts.get(prompt)
  if (known !== undefined) return known
  const { id, answers, tree, dropped } = prompt
  const text = [
    id,
    prompt.prompt,
    ...answers.map(({ response }) => response),
    ...(tree?.nodes ?? []).map(({ response }) => response),
    dropped === null ? '' : `${dropped.reason} ${DROP_REASONS[dropped.reason]}`,
  ]
    .join('\n')
    .toLowerCase()
  texts.set(prompt, text)
  return text
}

/** The prompts with this fate that say every word of a query, in their order. */
export function findPrompts(
  prompts: readonly PromptLineage[],
  { show, find }: { readonly show: Shown; readonly find: string },
  gate: number,
): readonly PromptLineage[] {
  const words = find.toLowerCase().split(/\s+/).filter(Boolean)
  return prompts.filter(
    (prompt) =>
      (show === 'all' || fateOf(prompt, gate) === show) && words.every((word) => textOf(prompt).includes(word)),
  )
}
