import { errorText } from '../app/error-text.ts'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/notice.tsx'
import { navigate } from '../url/navigation.ts'
import { pathOf, type Home } from '../url/place.ts'

/** Stands in place of a search that was shown before its file turned out not to be sound. */
export function Unsound({ home, failure }: { readonly home: Home; readonly failure: unknown }) {
  return (
    <div role="alert">
      <EmptyState
        isScreen
        icon="warning"
        title="The file is not as its run wrote it"
        actions={<Button onClick={() => navigate(pathOf({ screen: 'searches', home }))}>Go to the searches</Button>}
      >
        <p>{errorText(failure)}</p>
        <p>What was shown of it is not to be relied on, and nothing of it was kept.</p>
      </EmptyState>
    </div>
  )
}
