import { keyLabel } from './command.ts'
import { isApple } from './is-apple.ts'

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
