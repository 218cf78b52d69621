import { useMemo } from 'react'
import type { Command } from '../commands/command.ts'
import { useCommands } from '../commands/registry.ts'
import { setTheme } from '../theme/theme.ts'
import { navigate } from '../url/navigation.ts'
import { pathOf, type Home } from '../url/place.ts'
import { chooseFile } from './choose-file.ts'

/** What can be done on every screen. */
export function usePageCommands(home: Home | null, onOverlay: (overlay: 'palette' | 'keys') => void): void {
  const commands = useMemo<readonly Command[]>(
    () => [
      { id: 'palette', title: 'Show all commands', group: 'Page', keys: ['Mod+k'], run: () => onOverlay('palette') },
      { id: 'keys', title: 'Show all keys', group: 'Page', keys: ['?'], run: () => onOverlay('keys') },
      { id: 'theme-dark', title: 'Dark theme', group: 'Page', run: () => setTheme('dark') },
      { id: 'theme-light', title: 'Light theme', group: 'Page', run: () => setTheme('light') },
      { id: 'theme-system', title: 'Theme of the system', group: 'Page', run: () => setTheme('system') },
      {
        id: 'go-searches',
        title: 'Go to the searches',
        group: 'Go',
        run: () => navigate(pathOf({ screen: 'searches', home })),
      },
      {
        id: 'go-new',
        title: 'Compose a new search',
        group: 'Go',
        keys: ['c'],
        run: () => navigate(pathOf({ screen: 'compose', home })),
      },
      {
        id: 'go-refinements',
        title: 'Go to the runs of self-play',
        group: 'Go',
        run: () => navigate(pathOf({ screen: 'refinements', home })),
      },
      { id: 'go-page', title: 'Searches in this page', group: 'Go', run: () => navigate('/page') },
      {
        id: 'import',
        title: 'Open a search or a lineage from a file',
        group: 'File',
        keys: ['Mod+o'],
        run: chooseFile,
      },
    ],
    [home, onOverlay],
  )
  useCommands(commands)
}
