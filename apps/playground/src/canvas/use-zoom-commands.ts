import { useMemo, useRef } from 'react'
import type { Command } from '../commands/command.ts'
import { useCommands } from '../commands/registry.ts'

interface Zoom {
  /** Brings the selection to full size, or everything where nothing is selected. */
  readonly fit: () => void
  readonly all: () => void
  readonly zoom: (factor: number) => void
}

/** The commands that every canvas has. */
export function useZoomCommands(zoom: Zoom): void {
  const now = useRef(zoom)
  now.current = zoom
  const commands = useMemo<readonly Command[]>(
    () => [
      { id: 'fit', title: 'Zoom to the selection', group: 'Look', keys: ['f'], run: () => now.current.fit() },
      { id: 'fit-all', title: 'Show the whole tree', group: 'Look', keys: ['0'], run: () => now.current.all() },
      { id: 'zoom-in', title: 'Zoom in', group: 'Look', keys: ['+', '='], run: () => now.current.zoom(1.6) },
      { id: 'zoom-out', title: 'Zoom out', group: 'Look', keys: ['-'], run: () => now.current.zoom(1 / 1.6) },
    ],
    [],
  )
  useCommands(commands)
}
