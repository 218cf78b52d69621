// Claim: any OpenAI-compatible endpoint, such as those of Ollama and vLLM, can be searched over in ten statements.
// Ollama: BASE_URL=http://127.0.0.1:11434/v1 MODEL=qwen3:8b npm start -w @espalier/example-openai-endpoint. Without them, Espalier's own server
// (npx espalier serve) is asked for its embedded model, whose value network is a model of its own (JUDGE).
import { anyOf, createPreset, maxTrials, runSearch, untilValue } from '@espalier/core'
import { openModel } from '@espalier/providers'
import { countdownTextTask, parsePuzzle } from '@espalier/tasks'
import { providerStepModel, providerValueModel, textExpand } from '@espalier/token'

const { BASE_URL: baseUrl = 'http://127.0.0.1:4100/v1', MODEL = 'countdown-1m', JUDGE } = process.env
const STEP =
  'Combine two of the numbers behind the colon to get nearer to the one before it. Write one line: 13 - 9 = 4 (left: 4 4 10)'
const VALUE =
  'How likely is it that the number before the colon can be made of all those behind it? Write JSON: {"value": 0.5}'
const ask = (system: string) => (user: string) =>
  ({
    type: 'chat',
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: user },
    ],
  }) as const

const writer = openModel({ baseUrl, model: MODEL, allowPrivateAddresses: true })
const judge = openModel({
  baseUrl,
  model: JUDGE ?? process.env['MODEL'] ?? 'countdown-1m:value',
  allowPrivateAddresses: true,
})
const steps = providerStepModel({
  provider: writer,
  input: ask(STEP),
  read: (text) => text.trim().split('\n')[0] ?? null,
})
const values = providerValueModel({ provider: judge, input: ask(VALUE) })
const result = await runSearch({
  problem: parsePuzzle('4 9 10 13'),
  backend: countdownTextTask().backend,
  algorithm: createPreset('mcts'),
  expand: textExpand({ steps, values }, countdownTextTask()),
  concurrency: 8,
  stop: anyOf(untilValue(1), maxTrials(100)),
})
await Promise.all([writer.close(), judge.close()])

console.log(`${result.answer ?? 'no answer'}: ${result.path.join(' | ')}`)
console.log(`${result.usage.calls} calls, ${result.usage.completionTokens} tokens written`)
