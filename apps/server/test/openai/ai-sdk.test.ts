import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { generateText, streamText } from 'ai'
import { describe, expect, it } from 'vitest'
import { createPuzzle } from '@espalier/tasks'
import { checkAnswer } from '@espalier/tasks/scoring'
import { openAiServer } from './openai-server.ts'

describe("the AI SDK's provider of OpenAI-compatible models", () => {
  it('gets answers, whole and streamed, and what they cost', async () => {
    const { url } = await openAiServer()
    const espalier = createOpenAICompatible({ name: 'espalier', baseURL: `${url}/openai/v1`, includeUsage: true })
    const model = espalier('search/mcts:countdown-1m')
    const { text, usage, finishReason } = await generateText({ model, prompt: '1 3 4 6', maxRetries: 0 })
    expect(checkAnswer(createPuzzle([1, 3, 4, 6]), text)).toMatchObject({ correct: true })
    expect(finishReason).toBe('stop')
    expect(usage.outputTokens).toBeGreaterThan(0)
    expect(usage.reasoningTokens).toBeGreaterThan(0)
    const stream = streamText({ model, prompt: '1 3 4 6', maxRetries: 0 })
    const pieces: string[] = []
    for await (const piece of stream.textStream) pieces.push(piece)
    expect(pieces.length).toBeGreaterThan(3)
    expect(pieces.join('')).toBe(text)
    expect((await stream.usage).outputTokens).toBe(usage.outputTokens)
  })

  it('is refused as any client is', async () => {
    const { url } = await openAiServer()
    const espalier = createOpenAICompatible({ name: 'espalier', baseURL: `${url}/v1` })
    const asking = generateText({ model: espalier('search/mcts:countdown-1m'), prompt: 'hello', maxRetries: 0 })
    await expect(asking).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('states no such problem') as string,
    })
  })
})
