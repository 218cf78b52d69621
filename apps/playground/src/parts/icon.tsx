const PATHS = {
  play: 'M5 3.5v9l7.5-4.5z',
  pause: 'M5 3.5v9M11 3.5v9',
  stop: 'M4 4h8v8H4z',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  close: 'M4 4l8 8M12 4l-8 8',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.3 10.3 14 14',
  sun: 'M8 10.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9',
  moon: 'M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6z',
  system: 'M2 3.5h12v7.5H2zM6 13.5h4M8 11v2.5',
  icicle: 'M2 3h12v3H2zM2 6h7v3.5H2zM9 6h5v3.5H9zM2 9.5h4V13H2z',
  links:
    'M8 3.6v2.2M8 5.8c0 3-5 1.8-5 5M8 5.8c0 3 5 1.8 5 5M8 5.8v5M8 3.8a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM3 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM8 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM13 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2z',
  outline: 'M2 4h12M5 8h9M8 12h6',
  command:
    'M6 6h4v4H6zM6 6V4.5A1.5 1.5 0 1 0 4.5 6zM10 6h1.5A1.5 1.5 0 1 0 10 4.5zM10 10v1.5a1.5 1.5 0 1 0 1.5-1.5zM6 10H4.5A1.5 1.5 0 1 0 6 11.5z',
  help: 'M6 6a2 2 0 1 1 2.7 1.9c-.5.2-.7.6-.7 1.3M8 11.6v.1M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13z',
  download: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.5h10',
  upload: 'M8 10.2V2.7M4.8 5.7 8 2.5l3.2 3.2M3 13.5h10',
  first: 'M4 3.5v9M12 3.5 6.5 8l5.5 4.5z',
  last: 'M12 3.5v9M4 3.5 9.5 8 4 12.5z',
  back: 'M10.5 3.5 5.5 8l5 4.5',
  forward: 'M5.5 3.5 10.5 8l-5 4.5',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  star: 'M8 2.2l1.7 3.7 4 .5-3 2.7.8 4L8 11.1l-3.5 2 .8-4-3-2.7 4-.5z',
  warning: 'M8 2.5 14.5 13.5h-13zM8 6.8v3M8 11.6v.1',
  snow: 'M8 1.8v12.4M2.6 4.9l10.8 6.2M13.4 4.9 2.6 11.1M6.3 2.8 8 4.5l1.7-1.7M6.3 13.2 8 11.5l1.7 1.7',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  undo: 'M3.5 6.5h6a3.5 3.5 0 1 1 0 7H6M6.5 3.5l-3 3 3 3',
  again: 'M13 8a5 5 0 1 1-1.5-3.5M13 2.5V5h-2.5',
  plug: 'M5.5 2v3M10.5 2v3M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5V14',
} as const

export type IconName = keyof typeof PATHS

const FILLED: ReadonlySet<IconName> = new Set(['play', 'stop', 'first', 'last'])

/** A drawing of 16 by 16. It says nothing by itself: whatever holds it carries the name. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
      fill={FILLED.has(name) ? 'currentColor' : 'none'}
      stroke="currentColor"
      strokeWidth="1.4"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
