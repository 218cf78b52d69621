import { problemDetails } from '@espalier/protocol'
import { expect, it } from 'vitest'
import { httpRefinements } from './refinements.ts'

it('asks for runs of self-play at the right place, and says what a refusal says', async () => {
  const asked: string[] = []
  const refinements = httpRefinements({
    baseUrl: '',
    fetch: (url, { method }) => {
      asked.push(`${method} ${url}`)
      const isHidden = url.endsWith('/lineage')
      const body = isHidden ? problemDetails('trace-hidden', { detail: 'hidden' }) : { refinements: [{ id: 'r' }] }
      return Promise.resolve(new Response(JSON.stringify(body), { status: isHidden ? 403 : 200 }))
    },
    delay: () => Promise.resolve(),
    random: () => 0,
  })
  expect(await refinements.list()).toEqual([{ id: 'r' }])
  await refinements.get('a/b')
  await refinements.cancel('r')
  await expect(refinements.lineage('r')).rejects.toMatchObject({ code: 'trace-hidden', message: 'hidden' })
  expect(asked).toEqual([
    'GET /v1/refinements',
    'GET /v1/refinements/a%2Fb',
    'POST /v1/refinements/r/cancel',
    'GET /v1/refinements/r/lineage',
  ])
})
