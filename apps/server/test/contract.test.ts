import { describe, expect, it } from 'vitest'
import { algorithmListSchema, modelListSchema, taskListSchema } from '@espalier/protocol'
import { expectProblem, testApp } from './test-app.ts'

interface Document {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> }
}

describe('the document', () => {
  it('is OpenAPI 3.1, and every reference in it leads somewhere', async () => {
    const { get } = await testApp()
    const document = (await (await get('/openapi.json')).json()) as Document
    expect(document.openapi).toBe('3.1.0')
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1]!)
    expect(references.length).toBeGreaterThan(20)
    for (const reference of references) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(reference)?.[1] ?? ''
      expect(document.components.schemas, reference).toHaveProperty(name)
    }
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((each) => each.operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
    expect(JSON.stringify(document)).not.toContain('"readOnly"')
  })

  it('says of optional fields that they are', async () => {
    const { get } = await testApp()
    const { components } = (await (await get('/openapi.json')).json()) as Document
    expect(components.schemas['SearchRequest']).toMatchObject({ required: ['task', 'problem'] })
    expect(components.schemas['Budget']).not.toHaveProperty('required')
  })

  it('has every route, and no other method is taken there', async () => {
    const { document, fetch } = await testApp()
    for (const [path, methods] of Object.entries((document as unknown as Document).paths)) {
      const address = path.replace('{id}', 'srch_none').replace('{node}', '0')
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const response = await fetch(address, { method })
        if (method.toLowerCase() in methods) expect([200, 400, 404, 415]).toContain(response.status)
        else {
          expect(response.headers.get('allow')?.split(', ')).toEqual(
            expect.arrayContaining(Object.keys(methods).map((each) => each.toUpperCase())),
          )
          await expectProblem(response, 'method-not-allowed')
        }
      }
    }
  })

  it('is a page too, with every operation and schema on it and nothing from elsewhere', async () => {
    const { get, document } = await testApp()
    const response = await get('/docs')
    expect(response.headers.get('content-type')).toContain('text/html')
    const page = await response.text()
    const { paths, components } = document as unknown as Document
    for (const path of Object.keys(paths)) expect(page).toContain(`<code>${path}</code>`)
    for (const name of Object.keys(components.schemas)) expect(page).toContain(`id="schema-${name}"`)
    expect(page).not.toMatch(/<script|(src|href)="(https?:)?\/\//)
  })
})

describe('the catalog', () => {
  it('is listed with schemas', async () => {
    const { get } = await testApp()
    const read = async (what: string): Promise<unknown> => (await get(`/v1/${what}`)).json()
    const { algorithms } = algorithmListSchema.parse(await read('algorithms'))
    expect(algorithms.find(({ name }) => name === 'mcts')?.options).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { c: { type: 'number', default: 0.1 } },
    })
    expect(modelListSchema.parse(await read('models')).models).toMatchObject([
      { name: 'uniform', tasks: ['countdown', 'prosqa', 'seating'], states: 'text' },
    ])
    expect(taskListSchema.parse(await read('tasks')).tasks).toMatchObject([
      { name: 'countdown' },
      { name: 'prosqa' },
      { name: 'seating' },
      { name: 'code' },
      { name: 'text' },
    ])
  })
})

describe('the health of the server', () => {
  it('is alive and ready until it stops', async () => {
    const server = await testApp()
    expect((await server.get('/healthz')).status).toBe(200)
    expect((await server.get('/readyz')).status).toBe(200)
    await server.stop()
    expect((await server.get('/healthz')).status).toBe(200)
    await expectProblem(server.get('/readyz'), 'stopping')
    await expectProblem(server.post('/v1/searches', { task: 'countdown', problem: { numbers: [1] } }), 'stopping')
  })

  it('is measured, with labels that no client can choose', async () => {
    const { get, create, until } = await testApp()
    const { id } = await create({ budget: { trials: 3 } })
    const { events } = await until(id, ({ status }) => status === 'finished')
    await get('/some/strange/place')
    const text = await (await get('/metrics')).text()
    expect(text).toContain(`espalier_events_appended_total ${events}`)
    expect(text).toContain('espalier_http_request_seconds_count{method="GET",route="/v1/searches/:id",status="200"}')
    expect(text).not.toContain('strange')
    expect(text).not.toContain(id)
  })
})
