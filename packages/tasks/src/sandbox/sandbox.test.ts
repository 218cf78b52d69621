import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { isTaskError } from '../task-error.ts'
import { nodeSandbox } from '../node.ts'
import { inProcessSandbox } from './same-thread.ts'
import { workerSandbox, type SandboxThread } from './in-worker.ts'
import type { Json, Sandbox, SandboxOutcome } from './sandbox.ts'

const sandboxes: readonly (readonly [string, Sandbox])[] = [
  ['in this thread', inProcessSandbox()],
  ['in a thread of Node', nodeSandbox({ wallMs: 60_000 })],
]
afterAll(() => {
  for (const [, sandbox] of sandboxes) sandbox.close()
})

/** From source a thread compiles what it loads. */
const STARTS_TWO_THREADS_MS = 300_000

const FEW = { ticks: 100, memoryBytes: 8 * 2 ** 20, outputChars: 1000 }

describe.each(sandboxes)('a sandbox %s', (_, sandbox) => {
  const run = async (source: string, args: readonly Json[] = []): Promise<SandboxOutcome> =>
    sandbox.run({ source, name: 'f', args }, FEW)

  it.each<[string, readonly Json[], string]>([
    ['function f(a, b) { return a + b }', [1, 2], '3'],
    ['const f = (text) => [...text].reverse().join("")', ['añ😀'], '"😀ña"'],
    [
      'let f = ({ a }) => ({ a, b: [null, true] })',
      [{ a: '\u2028"\\' }],
      JSON.stringify({ a: '\u2028"\\', b: [null, true] }),
    ],
    ['async function f(n) { await null; return n * 2n === 4n ? 1 : Number(BigInt(n) ** 2n) }', [3], ''],
    ['async function f(n) { await null; return Number(BigInt(n) ** 2n) }', [3], '9'],
    ['class f {}; globalThis.f = () => 1', [], ''],
    ['function f() { return NaN }', [], 'null'],
  ])('runs %s', async (source, args, json) => {
    const outcome = await run(source, args)
    if (json === '') expect(outcome.type).toBe('threw')
    else expect(outcome).toEqual({ type: 'returned', json })
  })

  it.each<[string, string, SandboxOutcome['type']]>([
    ['an infinite loop', 'function f() { while (true); }', 'out-of-time'],
    ['an infinite loop while the script is read', 'for (;;) {}', 'out-of-time'],
    ['promises without end', 'const f = async () => { for (;;) await null }', 'out-of-time'],
    ['a loop while the result is written', 'const f = () => ({ toJSON() { for (;;); } })', 'out-of-time'],
    ['a loop in the name of an error', 'const f = () => { throw { get name() { for (;;); } } }', 'out-of-time'],
    ['catastrophic backtracking', 'const f = () => /^(a+)+$/.test("a".repeat(40) + "b")', 'out-of-time'],
    ['a memory bomb', 'function f() { const all = []; for (;;) all.push([all]) }', 'out-of-memory'],
    ['a large buffer', 'const f = () => new Uint8Array(1e9).length', 'out-of-memory'],
    ['much output', 'const f = () => "x".repeat(5000)', 'too-much-output'],
    ['recursion without end', 'const f = () => f() + 1', 'threw'],
    ['an exception', 'const f = () => { throw new TypeError("no") }', 'threw'],
    ['an exception of null', 'const f = () => { throw null }', 'threw'],
    ['a rejected promise', 'const f = async () => { throw new Error("no") }', 'threw'],
    ['a syntax error', 'function f( {', 'threw'],
    ['no function', 'const g = 1', 'no-function'],
    ['no function of that name', 'const f = 7', 'no-function'],
    ['nothing returned', 'const f = () => {}', 'no-json'],
    ['a function returned', 'const f = () => f', 'no-json'],
    ['a circle returned', 'const f = () => { const a = []; a.push(a); return a }', 'no-json'],
    ['a promise that nothing settles', 'const f = () => new Promise(() => {})', 'no-json'],
  ])('tells of %s', async (_name, source, type) => {
    expect((await run(source)).type).toBe(type)
  })

  it('reaches neither network, disk, process, timers nor the host', async () => {
    const names =
      'process require fetch XMLHttpRequest WebSocket setTimeout Deno Bun module console global window self Worker os std'
    const source = `const f = () => '${names}'.split(' ').filter((name) => typeof globalThis[name] !== 'undefined'
      || typeof (() => {}).constructor('return typeof ' + name + ' === "undefined" ? undefined : ' + name)() !== 'undefined')`
    expect(await run(source)).toEqual({ type: 'returned', json: '[]' })
    const imports = 'const f = async () => (await import("node:fs")).readFileSync("/etc/passwd", "utf8")'
    expect((await run(imports)).type).toBe('threw')
  })

  it('keeps nothing from one call for the next', async () => {
    const pollute = `Object.prototype.polluted = 1; Array.prototype.map = () => 'mine'; JSON.stringify = () => '"mine"'
      globalThis.seen = 1; Promise.prototype.then = () => 7; const f = (x) => x`
    expect(await run(pollute, [[1]])).toEqual({ type: 'returned', json: '[1]' })
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
    const look = 'const f = () => [typeof seen, ({}).polluted ?? 0, [1].map((x) => x + 1)]'
    expect(await run(look)).toEqual({ type: 'returned', json: '["undefined",0,[2]]' })
  })

  it('gives back whatever JSON holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
        const outcome = await sandbox.run({ source: 'const f = (x) => x', name: 'f', args: [value as Json] })
        expect(outcome).toEqual({ type: 'returned', json: JSON.stringify(value) })
      }),
      { numRuns: 30 },
    )
  })

  it.each(['f()', '', 'a.b', 'f;g', '1'])('refuses the name %j', async (name) => {
    const error: unknown = await sandbox.run({ source: '', name, args: [] }).catch((error: unknown) => error)
    expect(isTaskError(error) && error.code).toBe('INVALID_OPTIONS')
  })
})

describe('nodeSandbox', () => {
  it.each([
    ['hangs inside a built-in', 'const f = () => "a".repeat(1e6).indexOf("a".repeat(5e5) + "b")'],
    ['overflows its stack again and again', 'function f() { for (;;) try { f() } catch {} }'],
  ])(
    'ends a call that %s, and works on',
    async (_, source) => {
      const sandbox = nodeSandbox({ wallMs: 3000 })
      const [first, second] = await Promise.all([
        sandbox.run({ source, name: 'f', args: [] }),
        sandbox.run({ source: 'const f = () => 1', name: 'f', args: [] }),
      ])
      expect(first).toEqual({ type: 'out-of-time' })
      expect(second).toEqual({ type: 'returned', json: '1' })
      sandbox.close()
      const error: unknown = await sandbox.run({ source: '', name: 'f', args: [] }).catch((error: unknown) => error)
      expect(isTaskError(error) && error.code).toBe('INVALID_OPTIONS')
    },
    STARTS_TWO_THREADS_MS,
  )
})

describe('workerSandbox', () => {
  it('tells of a thread that does not start or ends of itself, and tries again', async () => {
    let starts = 0
    const start = async (): Promise<SandboxThread> => {
      if (++starts === 1) throw new Error('no threads')
      let fail: (message: string) => void = () => {}
      return {
        post: () => fail('gone'),
        onOutcome: () => {},
        onFailure: (listener) => (fail = listener),
        terminate: () => {},
      }
    }
    const sandbox = workerSandbox({ start, after: () => () => {} }, 1)
    const call = { source: '', name: 'f', args: [] }
    expect(await sandbox.run(call)).toEqual({ type: 'crashed', message: 'no threads' })
    expect(await sandbox.run(call)).toEqual({ type: 'crashed', message: 'gone' })
    expect(await sandbox.run(call)).toEqual({ type: 'crashed', message: 'gone' })
    expect(starts).toBe(3)
  })
})
