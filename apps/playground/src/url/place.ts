/** Where searches run: on the server that this page came from, or in the page itself. */
export type Home = 'server' | 'page'

/** A screen of the page. */
export type Place =
  | { readonly screen: 'searches'; readonly home: Home | null }
  | { readonly screen: 'compose'; readonly home: Home | null }
  | { readonly screen: 'search'; readonly home: Home; readonly id: string }
  /** Runs of self-play. */
  | { readonly screen: 'refinements'; readonly home: Home | null }
  /** How one of them came to what it teaches. */
  | { readonly screen: 'lineage'; readonly home: Home; readonly id: string }
  | { readonly screen: 'unknown'; readonly home: null }

const HOMES: Readonly<Record<Home, string>> = { server: '', page: '/page' }

/** Reads a path. A list or composer without a home goes wherever searches can run. */
export function parsePlace(path: string): Place {
  const [, prefix = '', rest = '/'] = /^(\/page(?=\/|$))?(\/.*)?$/.exec(path) ?? []
  const home: Home | null = prefix === '' ? null : 'page'
  if (rest === '/' || rest === '') return { screen: 'searches', home }
  if (rest === '/new') return { screen: 'compose', home }
  if (rest === '/refinements') return { screen: 'refinements', home }
  const [, kind, id] = /^\/(s|r)\/([A-Za-z0-9_-]{1,100})$/.exec(rest) ?? []
  if (id === undefined) return { screen: 'unknown', home: null }
  return { screen: kind === 's' ? 'search' : 'lineage', home: home ?? 'server', id }
}

export function pathOf(place: Exclude<Place, { screen: 'unknown' }>): string {
  const prefix = HOMES[place.home ?? 'server']
  switch (place.screen) {
    case 'searches':
      return prefix === '' ? '/' : prefix
    case 'compose':
      return `${prefix}/new`
    case 'search':
      return `${prefix}/s/${place.id}`
    case 'refinements':
      return `${prefix}/refinements`
    case 'lineage':
      return `${prefix}/r/${place.id}`
  }
}
