import type { AnchorHTMLAttributes } from 'react'
import { navigate } from '../url/navigation.ts'

interface LinkProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  readonly to: string
}

/** A link inside the page: a plain click stays in it, anything else is the browser's. */
export function Link({ to, ...rest }: LinkProps) {
  return (
    <a
      href={to}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        navigate(to)
      }}
      {...rest}
    />
  )
}
