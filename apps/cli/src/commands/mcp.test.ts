import { fileURLToPath } from 'node:url'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { describe, expect, it } from 'vitest'
import type { RunSummary } from '../run/summary.ts'
import { runCli } from '../cli.ts'
import { openEmbeddedCatalog } from '../run/open-catalog.ts'
import { memoryIo } from '../testing/memory-io.ts'

const launcher = fileURLToPath(new URL('../../bin/espalier.js', import.meta.url))

/** The official client, with the command as its server. */
async function connected(args: readonly string[] = []) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [launcher, 'mcp', ...args],
    stderr: 'pipe',
  })
  let stderr = ''
  transport.stderr?.on('data', (piece: Buffer) => (stderr += String(piece)))
  const client = new Client({ name: 'test', version: '1' })
  await client.connect(transport)
  return { client, transport, stderr: () => stderr }
}

type Reply = {
  readonly isError?: boolean
  readonly structuredContent: Record<string, unknown>
  readonly content: [{ text: string }]
}

describe('espalier mcp', { timeout: 300_000 }, () => {
  it('offers searches over standard input and output, with the answer that espalier solve has', async () => {
    const { client, transport, stderr } = await connected()
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['search', 'inspect', 'refine'])
    const ask = async (name: string, args: Record<string, unknown>) =>
      (await client.callTool({ name, arguments: args })) as unknown as Reply
    const { structuredContent: found } = await ask('search', { question: '24: 4 9 10 13', seed: 3 })
    const io = memoryIo()
    await runCli(['solve', '4 9 10 13', '--seed', '3', '--json'], { io, openCatalog: openEmbeddedCatalog }, '1')
    const { answer, path, trials, nodes } = JSON.parse(io.stdout.text) as RunSummary
    expect(found).toMatchObject({ answer, path, trials, nodes, value: 1 })
    expect((await ask('inspect', { search: found['search'], view: 'tree' })).structuredContent['of']).toBe(nodes)
    const mended = await ask('refine', { question: '24: 4 9 10 13', draft: path[0]! })
    expect(mended.structuredContent).toMatchObject({ draft: { steps: 1, of: 1 }, value: 1 })
    expect(await ask('search', { question: 'why?' })).toMatchObject({ isError: true })

    // A search that would take for ever ends when the client calls it off, and the next one has room.
    const controller = new AbortController()
    const told: number[] = []
    const long = client.callTool(
      {
        name: 'search',
        arguments: {
          task: 'countdown',
          problem: { numbers: [5, 6, 7, 8, 9, 10], target: 9999 },
          model: 'uniform',
          budget: { trials: 1_000_000 },
        },
      },
      undefined,
      {
        signal: controller.signal,
        onprogress: ({ progress }) => {
          told.push(progress)
          controller.abort()
        },
      },
    )
    await expect(long).rejects.toThrow()
    expect(told.length).toBeGreaterThan(0)
    expect((await ask('search', { question: '24: 1 3 4 6' })).structuredContent['value']).toBe(1)
    expect(stderr()).toBe('')

    const pid = transport.pid!
    await client.close()
    await expect.poll(() => isAlive(pid), { timeout: 30_000 }).toBe(false)
  })

  it('shows no more than it is told to', async () => {
    const { client } = await connected(['--trace', 'summary'])
    const found = (await client.callTool({
      name: 'search',
      arguments: { question: '24: 4 9 10 13' },
    })) as unknown as Reply
    expect(found.structuredContent).toMatchObject({ value: 1, trace: { level: 'summary' } })
    expect(JSON.stringify(found)).not.toContain('left:')
    await client.close()
  })
})

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
