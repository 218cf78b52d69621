import { useEffect, useRef, useState } from 'react'
import { Icon } from '../parts/icon.tsx'
import type { Home } from '../url/place.ts'
import { ImportFailure, useImport } from './open-file.tsx'

/** Opens what is dropped anywhere on the page. */
export function DropFile({ home }: { readonly home: Home }) {
  const { open, failure, forget } = useImport(home)
  const [over, setOver] = useState(false)
  const openNow = useRef(open)
  openNow.current = open

  useEffect(() => {
    let depth = 0
    const carriesFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
    const enter = (event: DragEvent): void => {
      if (!carriesFile(event)) return
      depth++
      setOver(true)
    }
    const leave = (): void => {
      depth = Math.max(0, depth - 1)
      if (depth === 0) setOver(false)
    }
    const allow = (event: DragEvent): void => {
      if (carriesFile(event)) event.preventDefault()
    }
    const drop = (event: DragEvent): void => {
      if (!carriesFile(event)) return
      event.preventDefault()
      depth = 0
      setOver(false)
      const file = event.dataTransfer?.files[0]
      if (file !== undefined) openNow.current(file)
    }
    addEventListener('dragenter', enter)
    addEventListener('dragleave', leave)
    addEventListener('dragover', allow)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragenter', enter)
      removeEventListener('dragleave', leave)
      removeEventListener('dragover', allow)
      removeEventListener('drop', drop)
    }
  }, [])

  return (
    <>
      {over ? (
        <div className="drop-here">
          <Icon name="upload" size={28} />
          Drop the file to open it
        </div>
      ) : null}
      <ImportFailure failure={failure} onForget={forget} />
    </>
  )
}
