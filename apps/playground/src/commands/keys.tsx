import { keyLabel } from './command.ts'

const isApple = /Mac|iP(hone|ad|od)/.test(navigator.userAgent)

/** A key as it stands on the device's keyboard. */
export function Keys({ name }: { readonly name: string }) {
  return (
    <span className="keys">
      {keyLabel(name, isApple)
        .split(' ')
        .map((part) => (
          <kbd key={part}>{part}</kbd>
        ))}
    </span>
  )
}
