import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

interface NoticeProps {
  readonly tone: 'info' | 'warn' | 'error'
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
}

/** What is the matter, why, and what now. */
export function Notice({ tone, title, children, actions }: NoticeProps) {
  return (
    <div className={`notice ${tone}`} role={tone === 'error' ? 'alert' : 'status'}>
      <Icon name={tone === 'info' ? 'help' : 'warning'} />
      <div className="notice-text">
        <strong>{title}</strong>
        {children === undefined ? null : <div className="notice-more">{children}</div>}
      </div>
      {actions === undefined ? null : <div className="notice-actions">{actions}</div>}
    </div>
  )
}

interface EmptyStateProps {
  readonly icon: IconName
  readonly title: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  /** It is all that there is on the screen. */
  readonly isScreen?: boolean
}

/** A screen or panel that has nothing to show, and says why. */
export function EmptyState({ icon, title, children, actions, isScreen = false }: EmptyStateProps) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={22} />
      </span>
      {isScreen ? <h1 className="empty-title">{title}</h1> : <p className="empty-title">{title}</p>}
      {children === undefined ? null : <div className="empty-text">{children}</div>}
      {actions === undefined ? null : <div className="empty-actions">{actions}</div>}
    </div>
  )
}
