import { Component, type ReactNode } from 'react'
import { Button } from '../parts/button.tsx'
import { EmptyState } from '../parts/notice.tsx'

interface PartBoundaryProps {
  readonly children: ReactNode
}

/**
 * Screens are fetched when they are first needed, and whoever served the page may be gone by then. React forgets no failed fetch, so another try is
 * another page. Give it the place as its key: what failed elsewhere is none of another screen's business.
 */
export class PartBoundary extends Component<PartBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children
    return (
      <div role="alert">
        <EmptyState
          isScreen
          icon="warning"
          title="This part of the page could not be shown"
          actions={<Button onClick={() => location.reload()}>Load the page again</Button>}
        >
          Searches on the server go on. If the server that the page comes from is gone, start it first: to load the page
          again ends what runs in the page.
        </EmptyState>
      </div>
    )
  }
}
