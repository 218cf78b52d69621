import { execFile, spawn } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a TypeScript file from source, as `npm start -w` of an example does, and returns what it printed. */
async function run(file: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const args = ['--import', 'tsx', '--conditions=@espalier/source', file]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root, env: { ...process.env, ...env } })
  return stdout
}

/** Lets `espalier serve` serve the embedded models while something is asked of it. */
async function whileServing<T>(work: (baseUrl: string) => Promise<T>): Promise<T> {
  const server = spawn(process.execPath, ['apps/cli/bin/espalier.js', 'serve', '--memory', '--port', '0'], {
    cwd: root,
  })
  try {
    const url = await new Promise<string>((resolve, reject) => {
      let said = ''
      server.stdout.on('data', (piece: Buffer) => {
        said += piece.toString()
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(said) ?? []
        if (found !== undefined) resolve(found)
      })
      server.once('exit', () => reject(new Error(`the server ended: ${said}`)))
    })
    return await work(`${url}/v1`)
  } finally {
    server.kill()
  }
}

describe('examples', () => {
  it('game-of-24: search solves more than the first try of the same model', async () => {
    const last = (await run('examples/game-of-24/main.ts')).trim().split('\n').at(-1)!
    const [, greedy, mcts] = /solved of 10: greedy (\d+), mcts (\d+)/.exec(last)!
    expect(Number(mcts)).toBeGreaterThan(Number(greedy))
  })

  it('custom-policy: an algorithm written from scratch finds an answer', async () => {
    expect(await run('examples/custom-policy/main.ts')).toMatch(/= 24 after \d+ trials/)
  })

  it('steered: a search takes a step of somebody’s own, and a fork goes another way', async () => {
    const lines = (await run('examples/steered/main.ts')).trim().split('\n')
    expect(lines[0]).toMatch(/^steered: 10 - 4 = 6 .*, by ada; \d+ events; solved: true$/)
    expect(lines[1]).toMatch(/^forked at event 1: .+; solved: true$/)
  })

  it('prosqa-latent: searched, thoughts prove more than their likeliest line', async () => {
    const printed = await run('examples/prosqa-latent/main.ts')
    expect(printed).toMatch(/\(verified\)\n {2}thought 1 reads as \w+ \d+ %.*\n {4}\w+ is an? \w+\. \[steer 0\.5\]/)
    const [, greedy, mcts] = /greedy (\d+), mcts (\d+)\n$/.exec(printed)!
    expect(Number(mcts)).toBeGreaterThan(Number(greedy))
  })

  it('token-vs-latent: more steps prove more answers, in thoughts and in words', async () => {
    const lines = (await run('examples/token-vs-latent/main.ts')).trim().split('\n')
    expect(lines).toHaveLength(8)
    for (const face of ['thoughts', 'words']) {
      const curves = lines.filter((line) => line.trim().startsWith(face)).map((line) => line.match(/\d+/g)!.map(Number))
      expect(curves).toHaveLength(2)
      for (const curve of curves) expect(curve).toEqual(curve.toSorted((a, b) => a - b))
      expect(curves[0]!.at(-1)).toBeGreaterThan(curves[0]![0]!)
    }
  })

  it(
    'openai-endpoint: a search over an endpoint finds an answer that its model proposed',
    { timeout: 240_000 },
    async () => {
      const printed = await whileServing((url) => run('examples/openai-endpoint/main.ts', { BASE_URL: url }))
      expect(printed).toMatch(/^[(\d].*: \d+ [-+*/] \d+ = .* \| .* \| .*\n\d+ calls, \d+ tokens written\n$/)
    },
  )

  it(
    'openai-client: the official client gets the answer of a search, what it cost, and its tree',
    { timeout: 240_000 },
    async () => {
      const printed = await whileServing((url) => run('examples/openai-client/main.ts', { BASE_URL: url }))
      const [answer, cost, tree, line] = printed.trim().split('\n')
      expect(answer).toMatch(/^[(\d].*: \d+ trials, value 1$/)
      expect(cost).toMatch(/^\d+ tokens, \d+ of them/)
      expect(tree).toMatch(/^its tree: \/v1\/searches\/srch_\w+\/tree, \d+ visits/)
      expect(line).toMatch(/^without search: \d+ [-+*/] /)
    },
  )

  it('unit-tests: a program that passes all of them is found by running them', { timeout: 240_000 }, async () => {
    const [program, passed] = (await run('examples/unit-tests/main.ts')).trim().split('\n')
    expect(program).toContain('toSorted')
    expect(passed).toMatch(/^passes 5 of 5 tests, after \d+ trials, enumerated$/)
  })

  it('retrieval: looking up again at every expansion answers what looking up once does not', async () => {
    const printed = await run('examples/retrieval/main.ts')
    const [, nothing, once, always] = /of 10: nothing (\d+), once (\d+), every expansion (\d+)\n$/.exec(printed)!
    expect(Number(always)).toBeGreaterThan(Number(nothing) + 5)
    expect(Number(always)).toBeGreaterThan(Number(once) + 5)
    const rows = [...printed.matchAll(/^\d +(\d+) +(\d+) \/ (\d+) \/ (\d+)$/gm)].map((row) => row.slice(1).map(Number))
    expect(rows[0]![0]).toBe(10)
    for (const [compared, better, worse, level] of rows) {
      expect(better! + worse! + level!).toBe(compared)
      expect(better).toBeGreaterThanOrEqual(worse!)
    }
  })

  it('the example of the README runs and finds a correct answer', async () => {
    const [, code] = /```ts\n([\s\S]*?)```/.exec(await readFile(`${root}/README.md`, 'utf8'))!
    const file = 'examples/game-of-24/readme-example.generated.ts'
    await writeFile(`${root}/${file}`, code!)
    try {
      expect(await run(file)).toMatch(/^\(?\d+.*\[/)
    } finally {
      await rm(`${root}/${file}`)
    }
  })
})
