import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { drawsOf } from '@espalier/core'
import { temporaryDirectory } from '../temporary-directory.ts'
import { buildServer, killAtStart, spawnServer, type ServerProcess } from './server-process.ts'
import { change, CHANGES, check, checkTree, create, follow, fork, type Change, type Testimony } from './witness.ts'

/** How many times the server is killed. `KILLS=100 npx vitest run apps/server/test/kill` is the whole proof. */
const KILLS = Number(process.env['KILLS'] ?? 3)
const SEED = Number(process.env['SEED'] ?? 1)

const ALGORITHMS = ['mcts', 'uct', 'best-first', 'beam', 'best-of-n'] as const

/** A fork that was asked for and not answered. */
interface AskedFork {
  readonly of: Testimony
  readonly key: string
  readonly trials: number
}

it(
  `killed ${KILLS} times at random points, the server has every event that it ever gave, and goes on`,
  async () => {
    const directory = temporaryDirectory()
    const program = await buildServer(temporaryDirectory())
    const draw = drawsOf(SEED, 0)
    const below = (n: number): number => Math.floor(draw() * n)
    const searches: Testimony[] = []
    const asked: AskedFork[] = []

    for (let kill = 0; kill < KILLS; kill++) {
      if (kill % 10 === 9) {
        await killAtStart(program, directory, 1 + below(4))
        continue
      }
      const server = spawnServer(program, directory)
      try {
        await round(server, searches, asked, below, kill)
      } finally {
        await server.kill()
      }
    }

    const server = spawnServer(program, directory)
    const url = await server.url
    try {
      for (const told of searches) {
        const { status } = await check(url, told)
        if (status === 'paused') await change(url, told, 'resume', 'the-last')
      }
      for (const told of searches) {
        await follow(url, told, () => {})
        expect(told.ended).toBe(true)
        await check(url, told)
        await checkTree(url, told)
      }
    } finally {
      await server.kill()
    }
    expect(readdirSync(directory).filter((name) => !/^(srch_\w+\.log|lock\.\d+)$/.test(name))).toEqual([])
    const events = searches.reduce((sum, told) => sum + told.events.length, 0)
    const forks = searches.filter(({ forkedFrom }) => forkedFrom !== null).length
    const steered = searches.flatMap(({ steerers }) => [...steerers.values()]).filter((times) => times === 1).length
    console.log(
      `${KILLS} kills, ${searches.length} searches (${forks} forks), ${events} events, ${steered} acknowledged by whom: ` +
        'all there, no gap, every search ended',
    )
  },
  60_000 + KILLS * 30_000,
)

/** One life of the server: what the last ones left is checked, searches are begun, followed and changed, and after some message it dies. */
async function round(
  server: ServerProcess,
  searches: Testimony[],
  asked: AskedFork[],
  below: (n: number) => number,
  kill: number,
): Promise<void> {
  const url = await server.url
  const unfinished = searches.filter(({ ended }) => !ended)
  const some = searches.filter(({ ended }) => ended && below(10) === 0)
  for (const told of [...unfinished, ...some]) await check(url, told)

  // Whoever had no answer asks again, under the same key.
  for (const { of, key, trials } of asked.splice(0)) searches.push(await fork(url, of, key, trials))

  let messages = 1 + below(60)
  let killed: Promise<void> | null = null
  const heard = (): void => {
    if (--messages === 0) killed ??= server.kill()
  }
  /** Once the server is killed, connections break wherever they are; before that nothing may. */
  const unlessKilled = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => {
      if (killed === null || !(error instanceof TypeError)) throw error
    })

  const followed = unfinished.map((told) => unlessKilled(follow(url, told, heard)))
  let changes = 0
  const steer = async (told: Testimony, whats: readonly Change[]): Promise<void> => {
    for (const what of whats) await change(url, told, what, `${kill}-${changes++}`)
  }
  const someChanges = (): Change[] => Array.from({ length: 3 }, () => CHANGES[below(CHANGES.length)]!)
  const changed = unfinished.map((told) => unlessKilled(steer(told, someChanges())))
  const forked = searches.slice(0, below(2)).map((_, i) => {
    const one = { of: searches[below(searches.length)]!, key: `fork-${kill}-${i}`, trials: 300 + below(1500) }
    asked.push(one)
    return unlessKilled(
      fork(url, one.of, one.key, one.trials).then((told) => {
        asked.splice(asked.indexOf(one), 1)
        searches.push(told)
      }),
    )
  })
  const begun = Array.from({ length: 1 + below(3) }, (_, i) => {
    const request = {
      task: 'countdown',
      problem: { numbers: [2, 3, 5, 7, 11, 13], target: 4321 },
      model: 'uniform',
      algorithm: { name: ALGORITHMS[below(ALGORITHMS.length)]! },
      budget: { trials: 300 + below(1500) },
      seed: kill * 10 + i,
      concurrency: 1 + below(4),
    }
    return unlessKilled(
      create(url, request).then((told) => {
        searches.push(told)
        // Paused searches say nothing, and the new ones decide how long this life is: they go on in the end.
        const steered = unlessKilled(steer(told, [...someChanges(), 'pause', 'resume']))
        return Promise.all([follow(url, told, heard), steered]).then(() => {})
      }),
    )
  })
  await Promise.all([...begun, ...changed, ...forked])
  killed ??= server.kill()
  await killed
  await Promise.all(followed)
}
