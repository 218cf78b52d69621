import { useKeyLabel } from '../commands/registry.ts'
import { IconButton, Segmented } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { useHomes, useServerState } from '../homes/homes-context.ts'
import { setTheme, useThemeChoice, type ThemeChoice } from '../theme/theme.ts'
import { Link } from '../parts/link.tsx'
import { navigate } from '../url/navigation.ts'
import { pathOf, type Home, type Place } from '../url/place.ts'

const NEXT_THEME: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'dark', dark: 'light', light: 'system' }
const THEME_ICON = { system: 'system', dark: 'moon', light: 'sun' } as const

interface HeaderProps {
  readonly place: Place
  readonly home: Home | null
  readonly onOverlay: (overlay: 'palette' | 'keys') => void
}

export function Header({ place, home, onOverlay }: HeaderProps) {
  const theme = useThemeChoice()
  const paletteKey = useKeyLabel('palette')
  return (
    <header className="header">
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <Link className="brand" to={pathOf({ screen: 'searches', home })}>
        <svg
          width="22"
          height="22"
          viewBox="0 0 32 32"
          aria-hidden="true"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.4"
          strokeLinecap="round"
        >
          <path d="M16 28V4M16 22H9a3 3 0 0 1-3-3v-7M16 22h7a3 3 0 0 0 3-3v-7M16 13h-2a3 3 0 0 1-3-3V6M16 13h2a3 3 0 0 0 3-3V6" />
        </svg>
        Espalier
      </Link>
      <HomeSwitch place={place} home={home} />
      <span className="header-space" />
      <button type="button" className="palette-button" onClick={() => onOverlay('palette')}>
        <Icon name="search" />
        <span>Commands</span>
        {paletteKey === undefined ? null : <kbd aria-hidden="true">{paletteKey}</kbd>}
      </button>
      <IconButton icon="help" label="Keys" command="keys" onClick={() => onOverlay('keys')} />
      <IconButton
        icon={THEME_ICON[theme]}
        label={`Theme: ${theme}. Change to ${NEXT_THEME[theme]}`}
        onClick={() => setTheme(NEXT_THEME[theme])}
      />
    </header>
  )
}

/** Where searches run. On a search or a run it only says so: it does not move. */
function HomeSwitch({ place, home }: { readonly place: Place; readonly home: Home | null }) {
  const server = useServerState()
  const homes = useHomes()
  if (home === null) return null
  if (place.screen === 'search' || place.screen === 'lineage' || place.screen === 'unknown') {
    return <span className="home-name dim">{home === 'server' ? 'on the server' : 'in this page'}</span>
  }
  const { screen } = place
  return (
    <Segmented
      label="Where searches run"
      value={home}
      onChange={(next) => {
        if (next === 'server' && server.type === 'absent') homes.look()
        navigate(
          next === 'server' && server.type === 'absent'
            ? pathOf({ screen, home: 'server' })
            : pathOf({ screen, home: next }),
        )
      }}
      options={[
        {
          value: 'server',
          label: server.type === 'absent' ? 'Server (none)' : 'Server',
          hint:
            server.type === 'absent' ? 'No server answers at this address; look again' : 'Searches run on the server',
        },
        { value: 'page', label: 'This page', hint: 'Searches run in this page, without a server' },
      ]}
    />
  )
}
