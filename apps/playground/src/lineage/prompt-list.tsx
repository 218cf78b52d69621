import { useEffect, useRef, useState } from 'react'
import type { PromptLineage } from '@espalier/protocol'
import { Button, Segmented } from '../parts/button.tsx'
import { formatCount, formatValue } from '../parts/format.ts'
import { Icon } from '../parts/icon.tsx'
import { Link } from '../parts/link.tsx'
import { DROP_REASONS, FATE_NAMES, fateOf, type Fate } from './fate.ts'
import { SHOWN, type LineagePlace, type Shown } from './lineage-place.ts'

/** Prompts that are listed before somebody asks for more. */
const STEP = 200
const REST_MS = 150

export const FIND_FIELD_ID = 'find-prompts'

interface PromptListProps {
  readonly prompts: readonly PromptLineage[]
  readonly found: readonly PromptLineage[]
  readonly chosen: PromptLineage | null
  readonly gate: number
  readonly place: LineagePlace
  readonly linkOf: (prompt: PromptLineage) => string
  readonly onFilter: (part: Partial<Pick<LineagePlace, 'show' | 'find'>>) => void
  readonly hasRounds: boolean
}

/** The prompts of a run, to be filtered and chosen from. */
export function PromptList({ prompts, found, chosen, gate, place, linkOf, onFilter, hasRounds }: PromptListProps) {
  const [limit, setLimit] = useState(STEP)
  const at = chosen === null ? -1 : found.indexOf(chosen)
  const listed = found.slice(0, Math.max(limit, at + 1))
  const current = useRef<HTMLLIElement>(null)
  const isAsked = place.prompt !== null
  useEffect(() => {
    // Where nobody asked for a prompt, the page begins at its top.
    if (isAsked) current.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen, isAsked])
  const countOf = (show: Shown): number =>
    show === 'all' ? prompts.length : prompts.filter((prompt) => fateOf(prompt, gate) === show).length
  return (
    <nav className="prompt-list" aria-label="Prompts">
      <div className="prompt-filter">
        <FindPrompts find={place.find} onFind={(find) => onFilter({ find })} />
        <Segmented
          label="Which prompts"
          value={place.show}
          onChange={(show) => onFilter({ show })}
          options={SHOWN.map((show) => ({
            value: show,
            label: (
              <>
                <span>{show === 'all' ? 'All' : FATE_NAMES[show]}</span>{' '}
                <span className="number">{formatCount(countOf(show))}</span>
              </>
            ),
          }))}
        />
      </div>
      <p className="unseen" role="status">
        {formatCount(found.length)} prompts listed
      </p>
      <ol>
        {listed.map((prompt) => (
          <li key={`${prompt.round} ${prompt.id}`} ref={prompt === chosen ? current : null}>
            <Link
              to={linkOf(prompt)}
              aria-current={prompt === chosen ? 'true' : undefined}
              className={`prompt-row ${fateOf(prompt, gate)}`}
            >
              <span className="prompt-line cut" dir="auto">
                {prompt.prompt}
              </span>
              <span className="prompt-sub">
                <FateMark fate={fateOf(prompt, gate)} />
                <span className="dim cut">
                  {hasRounds ? `round ${prompt.round} · ` : ''}
                  {prompt.id} · {subOf(prompt)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {found.length === 0 ? (
        <p className="prompt-none dim">
          {place.find === '' ? 'There is no such prompt in this run.' : `No prompt here says “${place.find}”.`}
        </p>
      ) : null}
      {found.length > listed.length ? (
        <Button className="more" onClick={() => setLimit(listed.length + STEP)}>
          Show more of {formatCount(found.length)}
        </Button>
      ) : null}
    </nav>
  )
}

function subOf({ tree, dropped }: PromptLineage): string {
  if (dropped !== null) return DROP_REASONS[dropped.reason]
  if (tree === null) return ''
  return `${formatValue(tree.nodes[0]!.value)} → ${formatValue(tree.value)}`
}

const ICONS = { refined: 'star', unrefined: 'minus', dropped: 'close' } as const

export function FateMark({ fate }: { readonly fate: Fate }) {
  return (
    <span className={`fate ${fate}`}>
      <Icon name={ICONS[fate]} size={12} />
      {FATE_NAMES[fate]}
    </span>
  )
}

/** Tells what is typed once the typing rests. */
function FindPrompts({ find, onFind }: { readonly find: string; readonly onFind: (find: string) => void }) {
  const [text, setText] = useState(find)
  const sent = useRef(find)
  useEffect(() => {
    // From outside: a link, or back in the history.
    if (find === sent.current) return
    sent.current = find
    setText(find)
  }, [find])
  useEffect(() => {
    if (text === sent.current) return
    const timer = setTimeout(() => {
      sent.current = text
      onFind(text)
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [text, onFind])
  return (
    <div className="prompt-find" role="search">
      <Icon name="search" size={14} />
      <input
        id={FIND_FIELD_ID}
        type="text"
        aria-label="Search in prompts and answers"
        placeholder="Search in prompts and answers"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          setText('')
          event.currentTarget.blur()
        }}
      />
    </div>
  )
}
