import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { MiddlewareHandler } from 'hono'
import { routePath } from 'hono/route'

const METHODS = ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS']

export interface ServerMetrics {
  readonly middleware: MiddlewareHandler
  events(count: number): void
  text(): Promise<string>
  readonly contentType: string
}

/** Metrics of one server, of bounded size: labels are methods, route patterns and statuses, never what a client sent. */
export function createMetrics(read: {
  readonly searches: () => Readonly<Record<string, number>>
  readonly readers: () => number
  /** Memory, event loop and garbage collection of the process too. */
  readonly process: boolean
}): ServerMetrics {
  const registry = new Registry()
  if (read.process) collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'espalier_http_request_seconds',
    help: 'Time to the response head',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const events = new Counter({
    name: 'espalier_events_appended_total',
    help: 'Events made durable',
    registers: [registry],
  })
  const searches: Gauge = new Gauge({
    name: 'espalier_searches',
    help: 'Unfinished searches',
    labelNames: ['state'],
    registers: [registry],
    collect: () => {
      for (const [state, count] of Object.entries(read.searches())) searches.set({ state }, count)
    },
  })
  const readers: Gauge = new Gauge({
    name: 'espalier_event_readers',
    help: 'Open event streams',
    registers: [registry],
    collect: () => {
      readers.set(read.readers())
    },
  })
  return {
    middleware: async (c, next) => {
      const stop = requests.startTimer()
      await next()
      stop({
        method: METHODS.includes(c.req.method) ? c.req.method : 'other',
        route: routePath(c, -1),
        status: c.res.status,
      })
    },
    events: (count) => events.inc(count),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  }
}
