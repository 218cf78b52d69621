import { useEffect, useRef, useState } from 'react'
import { IconButton } from '../parts/button.tsx'
import { Icon } from '../parts/icon.tsx'
import { formatCount } from '../parts/format.ts'
import { useWorkspaceView } from './view-context.ts'

const REST_MS = 200

/** Search in the tree: words, `q>0.8 n>50 depth<6`, `status:pruned`. Enter goes from one find to the next. */
export function FindField() {
  const { find, change, selected, select } = useWorkspaceView()
  const [text, setText] = useState(find.text)
  const field = useRef<HTMLInputElement>(null)
  const sent = useRef(find.text)
  useEffect(() => {
    // From outside: a link, or back in the history.
    if (find.text !== sent.current) {
      sent.current = find.text
      setText(find.text)
    }
  }, [find.text])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      change({ find: text })
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [text, change])

  const go = (direction: 1 | -1): void => {
    const { found } = find
    if (found.length === 0) return
    const from = selected ?? -1
    const next =
      direction === 1
        ? (found.find((node) => node > from) ?? found[0]!)
        : (found.findLast((node) => node < from) ?? found.at(-1)!)
    select(next)
  }
  const isAsked = find.text.trim() !== ''
  const status = !isAsked ? '' : (find.fault ?? `${formatCount(find.found.length)}${find.isCut ? '+' : ''} found`)
  return (
    <div className="find" role="search">
      <Icon name="search" size={14} />
      <input
        id="find-in-tree"
        ref={field}
        type="text"
        aria-label="Search in the tree"
        aria-describedby="find-status"
        aria-invalid={find.fault !== null}
        placeholder="Find: text, q>0.8, n>50, depth<3"
        title="Words, q>0.8, n>=50, prior<0.1, depth=2, status:pruned, -word for the contrary"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') go(event.shiftKey ? -1 : 1)
          if (event.key !== 'Escape') return
          setText('')
          field.current?.blur()
        }}
      />
      <span
        id="find-status"
        role="status"
        className={find.fault === null ? 'find-status dim' : 'find-status fault'}
        title={status}
      >
        {status}
      </span>
      {isAsked ? (
        <>
          <IconButton icon="up" label="Previous find" onClick={() => go(-1)} />
          <IconButton icon="down" label="Next find" onClick={() => go(1)} />
          <IconButton icon="close" label="End the search in the tree" onClick={() => setText('')} />
        </>
      ) : null}
    </div>
  )
}
