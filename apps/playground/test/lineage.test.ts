import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { lineageSchema, type RefinementInfo } from '@espalier/protocol'
import { pathTo } from '../src/lineage/fate.ts'
import { AXE, violations } from './axe.ts'
import { describeInChromium, keepPicture } from './chromium-suite.ts'
import { letterLineage } from './letter-lineage.ts'
import { lettersEndpoint, type LettersEndpoint } from './letters-endpoint.ts'
import { letterPrompts } from './letters.ts'
import { killServers, startServer } from './start-server.ts'

type Lineage = Awaited<ReturnType<typeof letterLineage>>

describeInChromium('the lineage of self-play', ({ url, folder, open }) => {
  let place: string
  const file = (name: string): string => join(place, name)
  let run: Lineage
  let study: Lineage
  let deep: Lineage

  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), 'espalier-lineage-'))
    run = await letterLineage()
    study = await letterLineage({ count: 60, rounds: 3, isStudy: true })
    const sample = { count: 12, judge: { n: 15 }, refine: { maxDepth: 9, branch: 3, frontier: 3, gate: 0.95 } }
    deep = await letterLineage(sample)
    for (const [name, lineage] of Object.entries({ run, study, deep }))
      await writeFile(file(`${name}.json`), JSON.stringify(lineage))
  })
  afterAll(() => rm(place, { recursive: true, force: true }))
  afterEach(killServers)

  /** A prompt whose refinement has a parent that is none of the actor's answers. */
  const nested = ({ prompts }: Lineage) =>
    prompts.find(({ tree }) => tree !== null && tree.value > 0.5 && pathTo(tree, tree.final).length > 2)!

  async function openFile(page: Page, path: string): Promise<void> {
    await page.getByLabel('Open a search from a file').setInputFiles(path)
  }

  /** The two texts that a diff on the screen holds. */
  const textsOf = (page: Page, scope: string) =>
    page.evaluate((selector) => {
      const parts = [...document.querySelector(`${selector} .diff-one .text`)!.childNodes]
      const without = (tag: string): string =>
        parts.map((part) => (part.nodeName === tag ? '' : (part.textContent ?? ''))).join('')
      return { before: without('INS'), after: without('DEL') }
    }, scope)

  describe('from a file', () => {
    it('shows the failed answer and its refinement, word by word, and the tree between them', async () => {
      const page = await open()
      await page.goto(`${url()}/page`)
      await page.getByRole('link', { name: 'Self-play' }).click()
      await page.getByText('No lineage is open').waitFor()
      await openFile(page, file('run.json'))
      await page.getByRole('heading', { level: 1, name: 'letters' }).waitFor()
      expect(new URL(page.url()).pathname).toBe('/page/r/file-1')
      const { searches, solved, pairs } = run.rounds[0]!
      const figures = page.getByRole('region', { name: 'The round' })
      expect(await figures.textContent()).toContain(`${(100 * solved!.value).toFixed(0)} % `)
      expect(await figures.textContent()).toContain(`of ${searches}`)
      expect(await page.locator('.round-chart').count()).toBe(0)
      const refined = page.getByRole('button', { name: /^Refined/ })
      expect(await refined.textContent()).toContain(String(pairs))

      const { id, tree, answers, refined: failed } = nested(run)
      await page.getByLabel('Search in prompts and answers').fill(`${id} `)
      await page.getByRole('navigation', { name: 'Prompts' }).getByRole('link').first().click()
      await page.locator('.prompt-name').filter({ hasText: id }).waitFor()
      const nodes = tree!.nodes
      const final = nodes.find(({ node }) => node === tree!.final)!
      expect(await textsOf(page, '[aria-labelledby=the-change]')).toEqual({
        before: answers[failed!]!.response,
        after: final.response,
      })
      expect(await page.getByRole('treeitem').count()).toBe(nodes.length)
      expect(await page.locator('.tree-node.on-path').count()).toBe(pathTo(tree!, final.node).length)
      await page.getByRole('heading', { level: 3, name: `Refinement ${final.node}` }).waitFor()
      const parent = nodes.find(({ node }) => node === final.parent)!
      expect(await textsOf(page, '.node-panel')).toEqual({ before: parent.response, after: final.response })

      await page.getByRole('tab', { name: 'Critique' }).click()
      expect(await page.locator('.node-body').textContent()).toContain('Final Judgement')
      await page.getByRole('tab', { name: 'Reply' }).click()
      expect(await page.locator('.node-body').textContent()).toContain('Reflection')
      await page.getByRole('tab', { name: 'Votes' }).click()
      expect(await page.locator('.ballots li').count()).toBe(final.ballots.length)
      await keepPicture(page, 'lineage-node-dark-1440')

      await page.locator('.answers summary').first().click()
      await page.getByText('What the judge wrote').first().waitFor()
      await page.getByRole('button', { name: 'In one' }).click()
      await page.locator('[aria-labelledby=the-change] .diff-one').waitFor()
      await page.reload()
      await page.getByText('This lineage is not open any more').waitFor()
    })

    it('lists what is asked for, and says why the rest was dropped', async () => {
      const page = await open()
      await page.goto(`${url()}/page/refinements`)
      await openFile(page, file('run.json'))
      const list = page.getByRole('navigation', { name: 'Prompts' })
      await list.getByRole('link').nth(1).waitFor()
      const count = (test: (prompt: Lineage['prompts'][number]) => boolean) => run.prompts.filter(test).length
      expect(await list.getByRole('link').count()).toBe(run.prompts.length)
      await page.getByRole('button', { name: /^Dropped/ }).click()
      await page.waitForURL(/show=dropped/)
      await expect.poll(() => list.getByRole('link').count()).toBe(count(({ dropped }) => dropped !== null))
      await page.getByLabel('Search in prompts and answers').fill('no answer failed')
      const fine = count(({ dropped }) => dropped?.reason === 'no-negative')
      expect(fine).toBeGreaterThan(0)
      await expect.poll(() => list.getByRole('link').count()).toBe(fine)
      await list.getByRole('link').first().click()
      await page.getByText('there is nothing to refine').waitFor()
      await page.getByRole('button', { name: /^Unrefined/ }).click()
      await page.getByLabel('Search in prompts and answers').fill('')
      await expect
        .poll(() => list.getByRole('link').count())
        .toBe(count(({ tree, dropped }) => dropped === null && tree!.value <= 0.5))
      await page.getByLabel('Search in prompts and answers').fill('nobody says this')
      await page.getByText('No prompt here says').waitFor()
    })

    it('is gone through by keyboard, and says where a link asks for what there is not', async () => {
      const page = await open()
      await page.goto(`${url()}/page`)
      await page.getByRole('heading', { name: 'No searches yet' }).waitFor()
      await page.keyboard.press('Control+k')
      await page.keyboard.type('runs of self-play')
      await page.keyboard.press('Enter')
      await openFile(page, file('run.json'))
      const name = page.locator('.prompt-name strong')
      await name.waitFor()
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
      await page.keyboard.press('j')
      await page.waitForURL(/prompt=letter-2/)
      expect(await name.textContent()).toBe('letter-2')
      // Another prompt is shown from its beginning.
      await page.locator('.node-panel').scrollIntoViewIfNeeded()
      await page.evaluate(() => document.querySelector('#main')!.scrollBy(0, 2000))
      await page.keyboard.press('k')
      await page.waitForURL(/prompt=letter-1(&|$)/)
      await page.waitForFunction(() => document.querySelector('.prompt-head')!.getBoundingClientRect().top > 40)
      await page.keyboard.press('/')
      await page.keyboard.type('umbrella')
      await page.waitForURL(/find=umbrella/)
      await page.keyboard.press('Escape')

      const { id, tree } = nested(run)
      await page.evaluate((prompt) => {
        history.replaceState(null, '', `?v=1&round=1&prompt=${prompt}&node=0`)
        dispatchEvent(new PopStateEvent('popstate'))
      }, id)
      const selected = page.getByRole('treeitem', { selected: true })
      await page.getByRole('heading', { level: 3, name: 'Failed answer' }).waitFor()
      await selected.focus()
      await page.keyboard.press('ArrowRight')
      const first = tree!.nodes.find(({ parent }) => parent === 0)!
      await page.waitForURL(new RegExp(`node=${first.node}(&|$)`))
      expect(await selected.evaluate((node) => node === document.activeElement)).toBe(true)
      await page.keyboard.press('ArrowLeft')
      await page.waitForURL(/node=0(&|$)/)
      await page.keyboard.press('End')
      await page.waitForURL(new RegExp(`node=${tree!.final}(&|$)`))

      await page.evaluate(() => {
        history.replaceState(null, '', '?v=1&round=7&prompt=nobody&node=3')
        dispatchEvent(new PopStateEvent('popstate'))
      })
      await page.getByText('There is no prompt “nobody” in round 7').waitFor()
    })

    it('tells lineages from searches, and what is wrong with one that is damaged', async () => {
      const page = await open()
      await page.goto(`${url()}/page/refinements`)
      const whole = await readFile(file('run.json'), 'utf8')
      const tree = nested(run).tree!
      const wrong: readonly (readonly [name: string, text: string, said: RegExp])[] = [
        ['cut.json', whole.slice(0, -200), /cut off or damaged/],
        ['later.json', whole.replace('"version":1', '"version":7'), /version 7; this page reads version 1/],
        [
          'odd.json',
          whole.replace(`"final":${tree.final}`, '"final":99'),
          /not sound at prompts\.\d+\.tree\.final: no node 99/,
        ],
        ['other.json', '{"format":"something-else"}', /neither a search nor a lineage/],
        ['picture.json', '\u0000\u0001\u0002', /neither a search nor a lineage/],
      ]
      for (const [name, text, said] of wrong) {
        await writeFile(file(name), text)
        await openFile(page, file(name))
        const alert = page.getByRole('alert').filter({ hasText: name })
        await alert.waitFor()
        expect(await alert.textContent()).toMatch(said)
        await page.getByRole('button', { name: 'Close' }).click()
      }
      await keepPicture(page, 'lineage-none-open-dark-1440')
      const data = await page.evaluateHandle((text) => {
        const transfer = new DataTransfer()
        transfer.items.add(new File([text], 'dropped.json', { type: 'application/json' }))
        return transfer
      }, whole)
      await page.dispatchEvent('body', 'drop', { dataTransfer: data })
      await page.getByRole('heading', { level: 1, name: 'letters' }).waitFor()
      await page.getByRole('link', { name: 'Self-play' }).click()
      await page.getByRole('link', { name: /letters/ }).waitFor()

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page
          .getByRole('link', { name: /letters/ })
          .click()
          .then(() => page.getByRole('button', { name: 'Export' }).click()),
      ])
      await download.saveAs(file('again.json'))
      expect(lineageSchema.parse(JSON.parse(await readFile(file('again.json'), 'utf8')))).toEqual(run)
    })

    it('draws rounds with their intervals, the numbers beside them', async () => {
      const page = await open()
      await page.goto(`${url()}/page/refinements`)
      await openFile(page, file('study.json'))
      const chart = page.locator('.round-chart > svg')
      await chart.waitFor()
      const points = study.rounds.map(({ solved }, i) => `round ${i + 1} ${(100 * solved!.value).toFixed(0)} %`)
      expect(await chart.textContent()).toContain(`Searches above the gate: ${points.join(', ')}`)
      expect(await chart.textContent()).toContain('Held out, greedy: before ')
      expect(await chart.locator('.series.solved .mark').count()).toBe(3)
      expect(await chart.locator('.series.greedy .mark').count()).toBe(4)
      const rows = page.getByRole('region', { name: 'Rounds in numbers' }).locator('tbody tr')
      expect(await rows.count()).toBe(4)
      const { solved, pairs } = study.rounds[1]!
      const interval = [solved!.low, solved!.high].map((x) => (100 * x).toFixed(0)).join(', ')
      expect(await rows.nth(2).textContent()).toContain(`[${interval}]`)
      expect(await rows.nth(2).locator('td').last().textContent()).toBe(String(pairs))
    })
  })

  describe('from a server', () => {
    let endpoint: LettersEndpoint
    let data: string
    beforeAll(async () => {
      endpoint = await lettersEndpoint()
      await writeFile(file('models.json'), endpoint.models)
    })
    afterAll(() => endpoint.close())
    afterEach(async () => {
      endpoint.release()
      await rm(data, { recursive: true, force: true })
    })
    const start = async (...more: string[]) => {
      data = await mkdtemp(join(tmpdir(), 'espalier-data-'))
      return startServer(folder(), data, 0, ['--models', file('models.json'), ...more])
    }
    const play = async (server: string, count: number): Promise<RefinementInfo> => {
      const body = { prompts: letterPrompts(count), roles: { actor: 'actor', judge: 'judge', refiner: 'refiner' } }
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${server}/v1/refinements`, { method: 'POST', headers, body: JSON.stringify(body) })
      return (await response.json()) as RefinementInfo
    }

    it('lists runs, follows one while it runs, ends one, and shows what they came to', async () => {
      const server = await start()
      const page = await open()
      await page.goto(`${server.url}/refinements`)
      await page.getByRole('heading', { name: 'No runs yet' }).waitFor()
      await keepPicture(page, 'self-play-empty-dark-1440')

      endpoint.hold()
      const { id } = await play(server.url, 12)
      const row = page.getByRole('row', { name: new RegExp(id) })
      await row.getByText('Running').waitFor()
      await keepPicture(page, 'self-play-running-dark-1440')
      await page.goto(`${server.url}/r/${id}`)
      await page.getByText('This run is under way').waitFor()
      endpoint.release()
      await page.getByRole('heading', { level: 1, name: id }).waitFor()
      const info = (await (await fetch(`${server.url}/v1/refinements/${id}`)).json()) as RefinementInfo
      const { solved } = info.rounds[0]!
      const share = `${(100 * solved!.value).toFixed(0)} %`
      expect(await page.getByRole('region', { name: 'The round' }).textContent()).toContain(share)

      // A link to a node of a prompt brings both back.
      await page.getByRole('button', { name: /^Refined/ }).click()
      await page.getByRole('navigation', { name: 'Prompts' }).getByRole('link').first().click()
      await page.getByRole('treeitem', { name: /the failed answer/ }).click()
      await page.getByRole('heading', { level: 3, name: 'Failed answer' }).waitFor()
      await page.reload()
      await page.getByRole('heading', { level: 3, name: 'Failed answer' }).waitFor()
      expect(page.url()).toMatch(/round=1&prompt=letter-\d+&node=0&show=refined/)

      await page.getByRole('link', { name: 'Self-play' }).click()
      await row.getByText('Finished').waitFor()
      expect(await row.textContent()).toContain(share)
      endpoint.hold()
      const { id: other } = await play(server.url, 4)
      const second = page.getByRole('row', { name: new RegExp(other) })
      await second.getByRole('button', { name: 'Cancel' }).click()
      await second.getByRole('button', { name: 'End it with what it has' }).click()
      endpoint.release()
      await second.getByText('Cancelled').waitFor()
      await keepPicture(page, 'self-play-list-dark-1440')
      await second.getByRole('link').click()
      await page.getByText('No prompt came to an end').waitFor()
      await page.goto(`${server.url}/r/refi_${'0'.repeat(26)}`)
      await page.getByText('There is no such run here').waitFor()

      // After a restart the list fills itself in.
      await server.kill('SIGTERM')
      const port = Number(new URL(server.url).port)
      await startServer(folder(), data, port, ['--models', file('models.json')])
      await page.goto(`${server.url}/refinements`)
      await row.filter({ hasText: share }).waitFor()
      killServers()
      await page.getByText('No server answers for self-play').waitFor()
      await keepPicture(page, 'self-play-lost-dark-1440')
    })

    it('says that a server hides its traces', async () => {
      const server = await start('--trace', 'summary')
      const page = await open()
      await page.goto(`${server.url}/refinements`)
      await page.getByText('This server hides traces').waitFor()
      await keepPicture(page, 'self-play-hidden-dark-1440')
      await page.goto(`${server.url}/r/refi_${'0'.repeat(26)}`)
      await page.getByText('This server hides traces').waitFor()
      await server.kill('SIGTERM')
    })
  })

  describe('under axe', () => {
    it.each([
      ['dark', 1440, 900],
      ['light', 1440, 900],
      ['dark', 390, 844],
      ['light', 360, 740],
    ] as const)('has no violation, and fits: %s, %d pixels wide', async (colorScheme, width, height) => {
      const page = await open({ colorScheme, viewport: { width, height }, bypassCSP: true })
      await page.addInitScript({ path: AXE })
      const check = async (name: string): Promise<void> => {
        await keepPicture(page, `${name}-${colorScheme}-${width}`)
        const widths = () => ['html', '#main'].map((part) => document.querySelector(part)!.scrollWidth)
        expect(Math.max(...(await page.evaluate(widths))), name).toBeLessThanOrEqual(width)
        expect(await violations(page), name).toEqual([])
      }
      await page.goto(`${url()}/page/refinements`)
      await page.getByText('No lineage is open').waitFor()
      await check('lineage-none-open')
      await page.goto(`${url()}/r/refi_${'0'.repeat(26)}`)
      await page.getByText('No server answers for self-play').waitFor()
      await check('lineage-no-server')
      await page.goto(`${url()}/page/refinements`)
      for (const [name, lineage] of Object.entries({ run, study, deep })) {
        await openFile(page, file(`${name}.json`))
        await page.getByRole('heading', { level: 1, name: 'letters' }).waitFor()
        await page.getByRole('navigation', { name: 'Prompts' }).getByRole('link').nth(2).waitFor()
        await check(`lineage-${name}`)
        const { id } = nested(lineage)
        await page.getByLabel('Search in prompts and answers').fill(`${id} `)
        await page.getByRole('navigation', { name: 'Prompts' }).getByRole('link', { name: id }).first().click()
        await page.locator('.prompt-name').filter({ hasText: id }).waitFor()
        await page.getByRole('treeitem', { selected: true }).click()
        await page.locator('.answers summary').first().click()
        await check(`lineage-${name}-prompt`)
        await page.locator('.between').scrollIntoViewIfNeeded()
        await keepPicture(page, `lineage-${name}-tree-${colorScheme}-${width}`)
        await page.getByRole('link', { name: 'Self-play' }).click()
        await page
          .getByRole('link', { name: /letters/ })
          .first()
          .waitFor()
      }
      await check('lineage-opened')
    })
  })
})
