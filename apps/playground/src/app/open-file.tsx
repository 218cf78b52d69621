import { useState } from 'react'
import { isClientError } from '@espalier/client'
import { useHomes } from '../homes/homes-context.ts'
import { Button } from '../parts/button.tsx'
import { Notice } from '../parts/notice.tsx'
import { navigate } from '../url/navigation.ts'
import { pathOf, type Home } from '../url/place.ts'
import { FILE_FIELD_ID } from './choose-file.ts'
import { errorText } from './error-text.ts'
import { isLineageFile } from './file-kind.ts'

/**
 * Opens a file and goes to what is in it: a search at a home, or a lineage, which the page shows by itself. What stands in the way is told until
 * somebody has read it.
 */
export function useImport(home: Home): {
  readonly open: (file: File) => void
  readonly failure: string | null
  readonly forget: () => void
} {
  const homes = useHomes()
  const [failure, setFailure] = useState<string | null>(null)
  const open = (file: File): void => {
    setFailure(null)
    void (async () => {
      let address: string | null = null
      try {
        const bytes = new Uint8Array(await file.arrayBuffer())
        if (isLineageFile(bytes)) {
          const { openLineage } = await import('../lineage/opened-lineages.ts')
          navigate(pathOf({ screen: 'lineage', home: 'page', id: openLineage(bytes) }))
          return
        }
        const { id, proven } = await homes.transport(home).openFile(bytes)
        address = pathOf({ screen: 'search', home, id })
        navigate(address)
        await proven
      } catch (error) {
        // Who looks at it is told there.
        if (location.pathname === address) return
        const unsound = isClientError(error) && error.code === 'invalid-log'
        setFailure(`${file.name}: ${unsound ? NEITHER : ''}${errorText(error)}`)
      }
    })()
  }
  return { open, failure, forget: () => setFailure(null) }
}

const NEITHER = 'this is neither a search nor a lineage that can be read here. '

/** The page's file field. It is never seen: buttons and commands open it. */
export function OpenFile({ home }: { readonly home: Home }) {
  const { open, failure, forget } = useImport(home)
  return (
    <>
      <input
        id={FILE_FIELD_ID}
        type="file"
        hidden
        aria-label="Open a search from a file, or a lineage"
        accept=".jsonl,.search,.json,application/jsonl,application/json"
        onChange={(event) => {
          const file = event.target.files?.[0]
          event.target.value = ''
          if (file !== undefined) open(file)
        }}
      />
      <ImportFailure failure={failure} onForget={forget} />
    </>
  )
}

export function ImportFailure({
  failure,
  onForget,
}: {
  readonly failure: string | null
  readonly onForget: () => void
}) {
  if (failure === null) return null
  return (
    <div className="corner-notice">
      <Notice tone="error" title="The file was not opened" actions={<Button onClick={onForget}>Close</Button>}>
        {failure}
      </Notice>
    </div>
  )
}
