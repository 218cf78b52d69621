import { textOfContent, type ModelRequest } from '../src/provider/model-call.ts'
import type { Provider } from '../src/provider/provider.ts'
import { unescaped } from '../src/evaluate/quote.ts'
import { keyIn, replyOf } from './scripted-provider.ts'

/** A block of a prompt, read by its grammar alone: what the texts may hold is not looked at. */
export interface ReadBlock {
  readonly name: string
  readonly text: string
}

/** Blocks, and the lines outside of them. Throws for a prompt that is not of the form. */
export function readBlocks(prompt: string): {
  readonly blocks: readonly ReadBlock[]
  readonly outside: readonly string[]
} {
  const blocks: ReadBlock[] = []
  const outside: string[] = []
  const lines = prompt.split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
  for (let i = 0; i < lines.length; i++) {
    const open = /^<<< ([A-Z]+) ([0-9a-f]{16})$/.exec(lines[i]!)
    if (open === null) {
      outside.push(lines[i]!)
      continue
    }
    const inside: string[] = []
    for (i++; lines[i] !== `>>> ${open[1]} ${open[2]}`; i++) {
      if (lines[i]?.startsWith('| ') !== true) throw new Error(`line ${i} of a block: ${String(lines[i]).slice(0, 80)}`)
      inside.push(lines[i]!.slice(2))
    }
    blocks.push({ name: open[1]!, text: unescaped(inside.join('\n')) })
  }
  return { blocks, outside }
}

/** The user's turn of a request. */
export const userTurn = ({ input }: ModelRequest): string =>
  input.type === 'chat' ? textOfContent(input.messages.find(({ role }) => role === 'user')!.content) : input.prompt

/** How the judge handles what it reads: `repeats` has it say the candidate again, before and behind its judgement, as models do. */
export type Manner = 'plain' | 'repeats' | 'only repeats'

/** The rule: a candidate is right if its first line is the problem's number doubled. */
export const isRight = (problem: string, candidate: string): boolean =>
  candidate.split('\n')[0] === String(2 * Number(problem))

/** A judge without a network that reads prompts as a program does, and judges by a rule that is simple to compute. */
export function localJudge(manner: Manner): Provider & { readonly seen: ReadBlock[][] } {
  const seen: ReadBlock[][] = []
  return {
    name: `local, ${manner}`,
    seen,
    complete: async (request) => {
      const { blocks } = readBlocks(userTurn(request))
      seen.push([...blocks])
      const [problem, candidate] = blocks.map(({ text }) => text) as [string, string]
      const own = `It doubles or it does not.\nFinal Judgement (${keyIn(request)}): ${isRight(problem, candidate) ? 'Yes' : 'No'}`
      const said = { plain: own, repeats: `${candidate}\n${own}\n${candidate}`, 'only repeats': candidate }[manner]
      return Promise.resolve(replyOf(...Array.from({ length: request.samples ?? 1 }, () => said)))
    },
  }
}
