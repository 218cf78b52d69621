import { addUsage, NO_USAGE, portableLog, type Json, type Proposal, type Trial, type Usage } from '@espalier/core'
import {
  ProviderError,
  textOfContent,
  type ModelContext,
  type ModelInput,
  type ModelReply,
  type ModelRequest,
  type ModelSample,
  type Provider,
  type WrittenToken,
} from '@espalier/token'
import type { Catalog } from '../catalog.ts'
import type { CatalogModel } from '../catalog-model.ts'
import type { CatalogTask } from '../catalog-task.ts'

/** Lines end long before this. */
const MAX_STEPS = 200

/**
 * A model of the catalog as a language model that answers problems of its tasks: it writes the steps of one line, one after the other, each
 * with its probability as a token of its own and, where they are asked for, the likeliest steps beside it; and at the end the answer that they come to, if
 * they do. No search, and no tools. Texts to go on from are
 * left to the network itself where it writes text.
 */
export function modelProvider(catalog: Catalog, model: CatalogModel): Provider {
  async function write(
    found: { readonly task: CatalogTask; readonly problem: Json },
    request: ModelRequest,
    sample: number,
    { signal, onPiece }: ModelContext,
  ): Promise<{ readonly sample: ModelSample; readonly usage: Usage }> {
    const { backend } = found.task
    const { maxTokens, temperature = 1, seed = 0, alternatives = 0 } = request
    const { expand, dispose } = model.createExpand(found.task.name)
    const tokens: WrittenToken[] = []
    const say = (text: string, logProbability: number, likeliest: readonly Likely[] = []): void => {
      const token = { text, logProbability, ...(likeliest.length === 0 ? {} : { alternatives: likeliest }) }
      tokens.push(token)
      onPiece?.({ sample, text, tokens: [token] })
    }
    const ended = (finish: ModelSample['finish']): ModelSample => ({
      text: tokens.map(({ text }) => text).join(''),
      finish,
      tokens,
    })
    let state = backend.root(found.problem)
    let usage = NO_USAGE
    // What the likeliest steps beside it took is paid for, and makes the line no longer.
    let written = 0
    try {
      for (let depth = 0; depth < MAX_STEPS && !backend.isTerminal(state); depth++) {
        const trial: Trial<unknown> = {
          id: sample * MAX_STEPS + depth,
          node: depth,
          depth,
          state,
          evaluate: false,
          evaluated: false,
          want: 1,
          proposals: temperature === 0 ? 'likeliest' : 'independent',
          existing: [],
          seed,
        }
        const expansion = await expand(trial, { signal })
        usage = addUsage(usage, expansion.usage ?? NO_USAGE)
        written += expansion.usage?.completionTokens ?? 0
        const [proposal] = expansion.proposals
        if (proposal === undefined) return { sample: ended('stop'), usage }
        const others = alternatives === 0 ? null : await expand(likeliestOf(trial, alternatives), { signal })
        usage = addUsage(usage, others?.usage ?? NO_USAGE)
        const { text, logProbability } = likelyStep(proposal, backend)
        say(
          text,
          logProbability,
          (others?.proposals ?? [])
            .map((other) => likelyStep(other, backend))
            .toSorted((a, b) => b.logProbability - a.logProbability),
        )
        if (written >= maxTokens) return { sample: ended('length'), usage }
        state = backend.extend(state, proposal.step)
      }
      const answer = backend.answer(state)
      if (answer !== null) {
        const text = `Answer: ${answer}`
        say(text, 0, alternatives === 0 ? [] : [{ text, logProbability: 0 }])
      }
      return { sample: ended('stop'), usage }
    } finally {
      dispose()
    }
  }

  async function complete(request: ModelRequest, context: ModelContext): Promise<ModelReply> {
    if ((request.tools ?? []).length > 0)
      throw new ProviderError('bad-request', `${model.name} calls no tools`, { status: 400, param: 'tools' })
    if (request.input.type === 'text' && model.raw !== undefined) return model.raw.writer.complete(request, context)
    const text = questionOf(request.input)
    const found = problemIn(catalog, model, text)
    if (found === null) {
      const message = `${model.name} answers problems of ${model.tasks.join(' and ')} only, and this states none`
      throw new ProviderError('bad-request', message, { status: 400, param: 'messages' })
    }
    const { samples = 1, logProbabilities = false } = request
    const written = []
    for (let sample = 0; sample < samples; sample++) written.push(await write(found, request, sample, context))
    return {
      samples: written.map(({ sample }) => (logProbabilities ? sample : { ...sample, tokens: null })),
      usage: written.map(({ usage }) => usage).reduce(addUsage),
    }
  }

  return { name: model.name, complete }
}

type Likely = NonNullable<WrittenToken['alternatives']>[number]

/** A step as a token: the whole line. */
const likelyStep = ({ step, prior }: Proposal<unknown>, backend: Pick<CatalogTask['backend'], 'label'>): Likely => ({
  text: `${backend.label(step)}\n`,
  logProbability: Math.min(0, portableLog(prior)),
})

/** The same place again, asked for the steps that are likeliest there. */
const likeliestOf = (trial: Trial<unknown>, want: number): Trial<unknown> => ({ ...trial, want, proposals: 'distinct' })

/** The problem that a text states, of the first task of the model that it fits; null if it states none. */
export function problemIn(
  catalog: Catalog,
  model: CatalogModel,
  text: string,
): { readonly task: CatalogTask; readonly problem: Json } | null {
  for (const task of catalog.tasks) {
    const problem = model.tasks.includes(task.name) ? task.read(text) : null
    if (problem !== null) return { task, problem }
  }
  return null
}

/** The last thing that the user said. */
function questionOf(input: ModelInput): string {
  if (input.type === 'text') return input.prompt
  return textOfContent(input.messages.findLast(({ role }) => role === 'user')?.content ?? '')
}
