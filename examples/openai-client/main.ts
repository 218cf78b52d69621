// Claim: the official OpenAI client, pointed at Espalier, gets the answer of a search, what it cost, and the tree that it came from.
// npx espalier serve, then: npm start -w @espalier/example-openai-client. BASE_URL names another server.
import OpenAI from 'openai'

/** What Espalier adds to a reply. */
interface WithSearch {
  readonly x_search: {
    readonly id: string
    readonly simulations: number
    readonly value: number | null
    readonly tree_url: string
  }
}

const baseURL = process.env['BASE_URL'] ?? 'http://127.0.0.1:4100/v1'
const client = new OpenAI({ baseURL, apiKey: process.env['ESPALIER_API_KEY'] ?? 'none' })
const messages = [{ role: 'user' as const, content: '24: 4 9 10 13' }]

const reply = await client.chat.completions.create({ model: 'search/mcts:countdown-1m', messages, seed: 1 })
const { x_search: search } = reply as typeof reply & WithSearch
const { completion_tokens: written, completion_tokens_details: details } = reply.usage!
console.log(`${reply.choices[0]!.message.content}: ${search.simulations} trials, value ${search.value}`)
console.log(`${written} tokens, ${details!.reasoning_tokens} of them not on the way to the answer`)

const tree = (await (await fetch(new URL(`/v1/searches/${search.id}/path/0`, baseURL))).json()) as {
  nodes: { visits: number }[]
}
console.log(`its tree: ${search.tree_url}, ${tree.nodes[0]!.visits} visits at the root`)

// The model by itself writes one line, token by token.
let line = ''
for await (const chunk of await client.chat.completions.create({
  model: 'countdown-1m',
  messages,
  temperature: 0,
  stream: true,
}))
  line += chunk.choices[0]?.delta.content ?? ''
console.log(`without search: ${line.trim().split('\n').join(' | ')}`)
