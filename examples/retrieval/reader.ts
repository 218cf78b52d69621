import { drawsOf, portableExp } from '@espalier/core'
import { GRAPH_SLOTS, type Cache, type ProsqaModel } from '@espalier/models'
import { formatStatement } from '@espalier/tasks'
import { textOfContent, type ModelRequest, type ModelSample, type Provider } from '@espalier/token'

const STATEMENT = /(?:Every )?([A-Za-z]+) is a ([a-z]+)\./g
const QUESTION = /Is ([A-Z][a-z]+) a ([a-z]+) or ([a-z]+)\?/

/**
 * The embedded ProsQA model as a language model that knows nothing by itself: it is given the statements that stand in its prompt, goes along the
 * steps so far, and says the next one, drawn from what its network gives the names that it has read.
 */
export function graphReader(model: ProsqaModel): Provider {
  function write({ input, samples = 1, seed = 0, temperature = 1 }: ModelRequest): readonly ModelSample[] {
    const text = input.type === 'text' ? input.prompt : textOfContent(input.messages.at(-1)!.content)
    const [, root, first, second] = QUESTION.exec(text)!
    const [, asked] = /^([\s\S]*?)(?=\nA reference|\nTried here|$)/.exec(text)!
    const [, reference = ''] = /<reference>([\s\S]*?)<\/reference>/.exec(text) ?? []
    const line = [...asked!.matchAll(STATEMENT)]
    const read = [...line, ...reference.matchAll(STATEMENT)]
    const names = [...new Set([root!, first!, second!, ...read.flatMap(([, from, to]) => [from!, to!])])].slice(
      0,
      GRAPH_SLOTS,
    )
    const slot = (name: string): number => names.indexOf(name)
    const edges = read.map(([, from, to]) => [slot(from!), slot(to!)] as const)
    const goals = [slot(first!), slot(second!)] as const
    const held: Cache[] = []
    // A prompt without any statement is one that says what is asked about and no more.
    const prompt = { edges: edges.length === 0 ? [[0, 0] as const] : edges, root: 0, goals }
    let [{ cache, hidden }] = model.begin([prompt], 'word') as [ReturnType<ProsqaModel['begin']>[number]]
    held.push(cache)
    for (const [, , to] of line) {
      const said = model.direction(slot(to!)).map((x) => x * Math.sqrt(model.dim))
      ;[{ cache, hidden }] = model.think([{ cache, input: said, as: 'word' }]) as [
        ReturnType<ProsqaModel['think']>[number],
      ]
      held.push(cache)
    }
    const [logs] = model.readOut([hidden]) as [Float32Array]
    for (const used of held) model.release(used)
    const at = line.at(-1)?.[2] ?? root!
    return Array.from({ length: samples }, (_, i): ModelSample => {
      const to = drawName(
        names.map((name, j) => (name === at ? 0 : portableExp(logs[j]! / Math.max(temperature, 0.01)))),
        drawsOf(seed, i)(),
      )
      const step = formatStatement({ symbols: names }, slot(at), to)
      const ending = goals.includes(to) ? ` Answer: ${root!} is a ${names[to]!}.` : ''
      return { text: step + ending, finish: 'stop', tokens: null }
    })
  }

  return {
    name: `${model.name}, reading`,
    complete: (request) =>
      Promise.resolve({
        samples: write(request),
        usage: { calls: 1, promptTokens: 0, completionTokens: request.samples ?? 1 },
      }),
  }
}

function drawName(weights: readonly number[], u: number): number {
  let left = u * weights.reduce((sum, weight) => sum + weight, 0)
  const found = weights.findIndex((weight) => (left -= weight) < 0)
  return found < 0 ? weights.length - 1 : found
}
