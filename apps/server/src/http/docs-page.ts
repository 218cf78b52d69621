import { html, raw } from 'hono/html'
import { pageOf } from './page.ts'

interface DocOperation {
  readonly tags: readonly string[]
  readonly summary: string
  readonly description?: string
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required: boolean
    readonly description?: string
    readonly schema: unknown
  }[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>
}

type Content = Readonly<Record<string, { readonly schema: unknown }>>
type Html = ReturnType<typeof html>

/** An OpenAPI document as one page to read: no script, nothing from elsewhere. */
export async function docsPage(document: Readonly<Record<string, unknown>>): Promise<string> {
  const paths = document['paths'] as Readonly<Record<string, Readonly<Record<string, DocOperation>>>>
  const { schemas } = document['components'] as { readonly schemas: Readonly<Record<string, unknown>> }
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const tags = [...new Set(all.flatMap(({ operation }) => operation.tags))]
  const body = html`<h1>Espalier over HTTP</h1>
    <p>
      Every request and answer of this server. For programs: <a href="/openapi.json">openapi.json</a>, OpenAPI 3.1.
      Refusals are problems as RFC 9457 has them.
    </p>
    ${tags.map(
      (tag) =>
        html`<h2>${tag}</h2>
          ${all
            .filter(({ operation }) => operation.tags.includes(tag))
            .map(({ path, method, operation }) => operationOf(path, method, operation))}`,
    )}
    <h2>Schemas</h2>
    ${Object.entries(schemas).map(
      ([name, schema]) =>
        html`<details id="schema-${name}">
          <summary><code>${name}</code></summary>
          ${schemaOf(schema)}
        </details>`,
    )}`
  return pageOf('Espalier over HTTP', await body)
}

function operationOf(path: string, method: string, operation: DocOperation): Html {
  const { summary, description, parameters, requestBody, responses } = operation
  return html`<details>
    <summary><b>${method.toUpperCase()}</b> <code>${path}</code> <span>${summary}</span></summary>
    ${description === undefined ? '' : html`<p>${description}</p>`}
    ${parameters.length === 0 ? '' : html`<h3>Parameters</h3>`}
    ${parameters.map(
      (parameter) =>
        html`<p>
          <code>${parameter.name}</code> in ${parameter.in}${parameter.required ? ', required' : ''}:
          ${parameter.description ?? ''} <code>${JSON.stringify(parameter.schema)}</code>
        </p>`,
    )}
    ${requestBody === undefined ? '' : html`<h3>Body</h3>`}
    ${requestBody === undefined ? '' : contentOf(requestBody.content)}
    <h3>Answers</h3>
    ${Object.entries(responses).map(
      ([status, { description: about, content }]) =>
        html`<p><b>${status}</b> ${about}</p>
          ${content === undefined || Number(status) >= 400 ? '' : contentOf(content)}`,
    )}
  </details>`
}

function contentOf(content: Content): Html {
  return html`${Object.entries(content).map(
    ([type, { schema }]) =>
      html`<p><code>${type}</code></p>
        ${schemaOf(schema)}`,
  )}`
}

/** A schema as JSON, its references as links. */
function schemaOf(schema: unknown): Html {
  const text = escaped(JSON.stringify(schema, null, 2))
  const linked = text.replaceAll(
    /#\/components\/schemas\/(\w+)/g,
    (reference, name: string) => `<a href="#schema-${name}">${reference}</a>`,
  )
  return html`<pre>${raw(linked)}</pre>`
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
