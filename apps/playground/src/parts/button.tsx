import type { ButtonHTMLAttributes, ReactNode } from 'react'
import { useKeyLabel } from '../commands/registry.ts'
import { Icon, type IconName } from './icon.tsx'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly kind?: 'plain' | 'main' | 'quiet' | 'danger'
  readonly icon?: IconName
}

export function Button({ kind = 'plain', icon, children, className = '', ...rest }: ButtonProps) {
  return (
    <button type="button" className={`button ${kind} ${className}`} {...rest}>
      {icon === undefined ? null : <Icon name={icon} />}
      {children}
    </button>
  )
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly icon: IconName
  /** What it does: its name for everybody who does not see the drawing, and its tooltip. */
  readonly label: string
  /** Id of the command that does the same, whose key the tooltip tells. */
  readonly command?: string
}

export function IconButton({ icon, label, command, className = '', ...rest }: IconButtonProps) {
  const key = useKeyLabel(command)
  return (
    <button
      type="button"
      className={`button quiet only-icon ${className}`}
      aria-label={label}
      title={key === undefined ? label : `${label} (${key})`}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  )
}

interface SegmentedProps<T extends string> {
  readonly label: string
  readonly options: readonly { readonly value: T; readonly label: ReactNode; readonly hint?: string }[]
  readonly value: T
  readonly onChange: (value: T) => void
}

/** A choice of one among few, all in sight. */
export function Segmented<T extends string>({ label, options, value, onChange }: SegmentedProps<T>) {
  return (
    <div className="segmented" role="group" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          title={option.hint}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </div>
  )
}
