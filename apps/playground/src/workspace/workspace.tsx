import type { Home } from '../url/place.ts'
export function Workspace({ home, id }: { readonly home: Home; readonly id: string }) {
  return (
    <p>
      {home} {id}
    </p>
  )
}
