/** Version of the query that views are kept in. Raise it with a step in {@link UPGRADES} whenever a key changes its meaning. */
export const VIEW_VERSION = 1

export const VIEWS = ['icicle', 'links', 'outline'] as const
export type ViewName = (typeof VIEWS)[number]

/** What a node has to show as colour or width. */
export const MEASURES = ['value', 'visits', 'prior', 'depth', 'cost'] as const
export type Measure = (typeof MEASURES)[number]

export const SCALES = ['absolute', 'relative'] as const
export type Scale = (typeof SCALES)[number]

/** What colours the map of thoughts, of searches that have one; or that it is hidden. */
export const MAP_MODES = ['value', 'depth', 'time', 'hidden'] as const
export type MapMode = (typeof MAP_MODES)[number]

/** Parts of the workspace that share one place on narrow screens. */
export const PANELS = ['tree', 'candidates', 'node', 'map'] as const
export type PanelName = (typeof PANELS)[number]

/** How a search is looked at: everything that a link to it should bring back. No text of the search, and no secrets. */
export interface ViewState {
  readonly view: ViewName
  /** The selected node; null for none. */
  readonly sel: number | null
  /** Topmost node of the canvases; 0 is the root of the search. */
  readonly root: number
  /** Nodes that what is below is folded away of, in order. */
  readonly fold: readonly number[]
  /** Events shown; null follows the search live. */
  readonly seq: number | null
  readonly color: Measure
  readonly width: Measure
  readonly scale: Scale
  /** The query of the search in the tree. */
  readonly find: string
  readonly panel: PanelName
  readonly map: MapMode
}

export const DEFAULT_VIEW: ViewState = {
  view: 'icicle',
  sel: null,
  root: 0,
  fold: [],
  seq: null,
  color: 'value',
  width: 'visits',
  scale: 'relative',
  find: '',
  panel: 'tree',
  map: 'value',
}

export interface ParsedView {
  readonly view: ViewState
  /** What the link asked for and this page could not give. */
  readonly notices: readonly string[]
  /** Keys of other versions, to be carried along. */
  readonly unknown: readonly (readonly [string, string])[]
}

/** From version n to n + 1, by n: pure, over the raw keys. There is one version so far. */
const UPGRADES: ReadonlyMap<number, (query: URLSearchParams) => void> = new Map()

const KNOWN: ReadonlySet<string> = new Set(['v', ...Object.keys(DEFAULT_VIEW)])
const MAX_FIND = 200
/** Folded nodes in a link, at most: it must fit an address. */
export const MAX_FOLDED = 200

/** Reads the query of a link. Never fails: what makes no sense falls back and is told. */
export function parseView(search: string): ParsedView {
  const query = new URLSearchParams(search)
  const notices: string[] = []
  const version = whole(query.get('v')) ?? VIEW_VERSION
  if (version > VIEW_VERSION)
    notices.push('This link was made by a newer version of this page; some of it may be left out.')
  for (let step = version; step < VIEW_VERSION; step++) UPGRADES.get(step)?.(query)

  const read = <T>(key: keyof ViewState, parse: (text: string) => T | null): T | null => {
    const text = query.get(key)
    if (text === null) return null
    const value = parse(text)
    if (value === null)
      notices.push(`The link asks for ${key} “${text.slice(0, 40)}”, which there is not; the default is shown.`)
    return value
  }
  const one = <T extends string>(key: keyof ViewState, all: readonly T[]): T | null =>
    read(key, (text) => all.find((name) => name === text) ?? null)

  const view: ViewState = {
    view: one('view', VIEWS) ?? DEFAULT_VIEW.view,
    sel: read('sel', whole),
    root: read('root', whole) ?? DEFAULT_VIEW.root,
    fold: read('fold', nodeList) ?? DEFAULT_VIEW.fold,
    seq: read('seq', whole),
    color: one('color', MEASURES) ?? DEFAULT_VIEW.color,
    width: one('width', MEASURES) ?? DEFAULT_VIEW.width,
    scale: one('scale', SCALES) ?? DEFAULT_VIEW.scale,
    find: (query.get('find') ?? '').slice(0, MAX_FIND),
    panel: one('panel', PANELS) ?? DEFAULT_VIEW.panel,
    map: one('map', MAP_MODES) ?? DEFAULT_VIEW.map,
  }
  return { view, notices, unknown: [...query].filter(([key]) => !KNOWN.has(key)) }
}

/** The query of a link, `?` and all; defaults are left out. */
export function formatView(view: ViewState, unknown: ParsedView['unknown'] = []): string {
  const query = new URLSearchParams()
  query.set('v', String(VIEW_VERSION))
  for (const key of Object.keys(DEFAULT_VIEW) as (keyof ViewState)[]) {
    const value = view[key]
    if (typeof value === 'object' && value !== null) {
      if (value.length > 0) query.set(key, value.slice(0, MAX_FOLDED).join('.'))
    } else if (value !== null && value !== DEFAULT_VIEW[key]) query.set(key, String(value))
  }
  for (const [key, value] of unknown) query.append(key, value)
  return `?${query.toString()}`
}

function whole(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}

/** Node numbers with dots between, each once, in order. */
function nodeList(text: string): readonly number[] | null {
  if (!/^\d{1,15}(?:\.\d{1,15})*$/.test(text)) return null
  return [...new Set(text.split('.').slice(0, MAX_FOLDED).map(Number))].sort((a, b) => a - b)
}
