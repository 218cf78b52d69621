import { Suspense, lazy, useEffect, useState } from 'react'
import { Palette } from '../commands/palette.tsx'
import { ShortcutSheet } from '../commands/shortcut-sheet.tsx'
import { useKeyboard } from '../commands/use-keyboard.ts'
import { useHome } from '../homes/homes-context.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/notice.tsx'
import { SearchesScreen } from '../searches/searches-screen.tsx'
import { navigate, usePlace } from '../url/navigation.ts'
import type { Home, Place } from '../url/place.ts'
import { DropFile } from './drop-file.tsx'
import { Header } from './header.tsx'
import { OpenFile } from './open-file.tsx'
import { PartBoundary } from './part-boundary.tsx'
import { usePageCommands } from './use-page-commands.ts'
import './app.css'

const ComposeScreen = lazy(async () => ({ default: (await import('../compose/compose-screen.tsx')).ComposeScreen }))
const RefinementsScreen = lazy(async () => ({
  default: (await import('../refinements/refinements-screen.tsx')).RefinementsScreen,
}))
const LineageScreen = lazy(async () => ({ default: (await import('../lineage/lineage-screen.tsx')).LineageScreen }))
const Workspace = lazy(async () => ({ default: (await import('../workspace/workspace.tsx')).Workspace }))

type Overlay = 'palette' | 'keys' | null

const TITLES: Readonly<Record<Place['screen'], string>> = {
  searches: 'Searches',
  compose: 'New search',
  search: 'Search',
  refinements: 'Self-play',
  lineage: 'Lineage',
  unknown: 'Not found',
}

export function App() {
  const place = usePlace()
  const home = useHome(place.home)
  const [overlay, setOverlay] = useState<Overlay>(null)
  useKeyboard()
  usePageCommands(home, setOverlay)
  useEffect(() => {
    document.title = `${TITLES[place.screen]} – Espalier`
  }, [place.screen])

  return (
    <>
      <Header place={place} home={home} onOverlay={setOverlay} />
      <main className="screen" id="main">
        <PartBoundary key={JSON.stringify(place)}>
          <Suspense fallback={<Waiting />}>
            {home === null ? <Waiting /> : <Screen place={place} home={home} />}
          </Suspense>
        </PartBoundary>
      </main>
      {home === null ? null : <DropFile home={home} />}
      {home === null ? null : <OpenFile home={home} />}
      {overlay === 'palette' ? <Palette onClose={() => setOverlay(null)} /> : null}
      {overlay === 'keys' ? <ShortcutSheet onClose={() => setOverlay(null)} /> : null}
    </>
  )
}

function Screen({ place, home }: { readonly place: Place; readonly home: Home }) {
  switch (place.screen) {
    case 'searches':
      return <SearchesScreen key={home} home={home} />
    case 'compose':
      return <ComposeScreen key={home} home={home} />
    case 'search':
      return <Workspace key={`${home} ${place.id}`} home={home} id={place.id} />
    case 'refinements':
      return <RefinementsScreen key={home} home={home} />
    case 'lineage':
      return <LineageScreen key={`${home} ${place.id}`} home={home} id={place.id} />
    case 'unknown':
      return (
        <EmptyState
          isScreen
          icon="search"
          title="There is nothing at this address"
          actions={<Button onClick={() => navigate('/')}>Go to the searches</Button>}
        >
          The link may be cut off, or from another version of this page.
        </EmptyState>
      )
  }
}

function Waiting() {
  return (
    <div className="waiting" role="status">
      <span className="unseen">Loading</span>
      <div className="skeleton" />
      <div className="skeleton" />
      <div className="skeleton" />
    </div>
  )
}
