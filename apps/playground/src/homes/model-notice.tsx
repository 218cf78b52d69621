import { Notice } from '../parts/notice.tsx'
import type { Home } from '../url/place.ts'
import { useModelState } from './homes-context.ts'

/** Says so where searches in this page have to do without the embedded model. */
export function ModelNotice({ home }: { readonly home: Home }) {
  const model = useModelState()
  if (home !== 'page' || model.type === 'loading' || model.type === 'ready') return null
  if (model.type === 'absent') {
    return (
      <Notice tone="warn" title="The embedded model is not part of this build">
        Its checkpoint was not there when the page was built. Searches in this page use the baseline, which knows the
        rules and nothing else.
      </Notice>
    )
  }
  return (
    <Notice tone="warn" title="The embedded model could not be loaded">
      Searches in this page use the baseline, which knows the rules and nothing else. The reason: {model.message}.
      Reload the page to try again.
    </Notice>
  )
}
