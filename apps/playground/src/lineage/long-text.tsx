import { useState } from 'react'
import { Button } from '../parts/button.tsx'
import { formatCount } from '../parts/format.ts'

/** Characters and lines from which on a text is first shown cut. */
const LONG = 900
const MANY_LINES = 14

/** A text as somebody wrote it; a long one shows its beginning until it is asked for. */
export function LongText({ text, className = '' }: { readonly text: string; readonly className?: string }) {
  const [isWhole, setWhole] = useState(false)
  const isLong = text.length > LONG || text.split('\n').length > MANY_LINES
  const isCut = isLong && !isWhole
  return (
    <div className={`long-text ${className}`}>
      <p className={`text ${isCut ? 'is-cut' : ''}`} dir="auto">
        {text === '' ? <span className="dim">(empty)</span> : text}
      </p>
      {isLong ? (
        <Button kind="quiet" icon={isWhole ? 'up' : 'down'} aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show less' : `Show all ${formatCount(text.length)} characters`}
        </Button>
      ) : null}
    </div>
  )
}
