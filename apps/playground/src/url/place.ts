/** Where searches run: on the server that this page came from, or in the page itself. */
export type Home = 'server' | 'page'

/** A screen of the page. */
export type Place =
  | { readonly screen: 'searches'; readonly home: Home | null }
  | { readonly screen: 'compose'; readonly home: Home | null }
  | { readonly screen: 'search'; readonly home: Home; readonly id: string }
  | { readonly screen: 'unknown'; readonly home: null }

const HOMES: Readonly<Record<Home, string>> = { server: '', page: '/page' }

/** Reads a path. A list or composer without a home goes wherever searches can run. */
export function parsePlace(path: string): Place {
  const [, prefix = '', rest = '/'] = /^(\/page(?=\/|$))?(\/.*)?$/.exec(path) ?? []
  const home: Home | null = prefix === '' ? null : 'page'
  if (rest === '/' || rest === '') return { screen: 'searches', home }
  if (rest === '/new') return { screen: 'compose', home }
  const id = /^\/s\/([A-Za-z0-9_-]{1,100})$/.exec(rest)?.[1]
  return id === undefined ? { screen: 'unknown', home: null } : { screen: 'search', home: home ?? 'server', id }
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
  }
}
