import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from 'react'
import type { Lineage, PromptLineage } from '@espalier/protocol'
import { Button, IconButton } from '../parts/button.tsx'
import { plural } from '../parts/format.ts'
import { Link } from '../parts/link.tsx'
import { EmptyState, Notice } from '../parts/notice.tsx'
import { pathOf, type Home } from '../url/place.ts'
import { saveFile } from '../workspace/export-file.ts'
import { fateOf, nodeOf } from './fate.ts'
import { findPrompts } from './find-prompts.ts'
import { FateMark, PromptList } from './prompt-list.tsx'
import { PromptView } from './prompt-view.tsx'
import { Rounds } from './rounds.tsx'
import { useLineageCommands } from './use-lineage-commands.ts'
import { useLineagePlace } from './use-lineage-place.ts'

interface LineageViewProps {
  readonly lineage: Lineage
  readonly home: Home
  /** Where it is from, and how it stands. */
  readonly about: ReactNode
}

/** A run from its rounds over its prompts to the nodes of a tree. */
export function LineageView({ lineage, home, about }: LineageViewProps) {
  const { prompts, gate, name } = lineage
  const { change, linkOf, ...place } = useLineagePlace()
  const { show, node } = place
  const find = useDeferredValue(place.find)
  const isNarrow = useIsNarrow()
  const found = useMemo(() => findPrompts(prompts, { show, find }, gate), [prompts, show, find, gate])
  const asked = place.prompt
  const chosen = useMemo(
    () => prompts.find(({ round, id }) => id === asked?.id && round === asked.round) ?? null,
    [prompts, asked?.id, asked?.round],
  )
  // What people come for is a refinement.
  const shown = chosen ?? found.find(({ tree }) => tree !== null) ?? found[0] ?? null
  const onExport = useCallback(
    () => saveFile(new TextEncoder().encode(`${JSON.stringify(lineage)}\n`), `${name}.lineage.json`),
    [lineage, name],
  )
  useLineageCommands({ found, shown, change, onExport })
  const detail = useRef<HTMLElement>(null)
  useTopOf(detail, shown)
  const at = shown === null ? -1 : found.indexOf(shown)
  const linkTo = ({ round, id }: PromptLineage): string => linkOf({ prompt: { round, id }, node: null })
  const go = (prompt: PromptLineage | undefined): void => {
    if (prompt !== undefined) change({ prompt: { round: prompt.round, id: prompt.id }, node: null })
  }
  const tree = shown?.tree ?? null
  const isNodeLost = tree !== null && node !== null && nodeOf(tree, node) === null

  return (
    <div className={`lineage ${chosen === null ? '' : 'has-choice'}`}>
      <div className="lineage-head">
        <Link className="back" to={pathOf({ screen: 'refinements', home })}>
          Self-play
        </Link>
        <h1 className="cut">{name}</h1>
        <span className="dim lineage-count">{plural(prompts.length, 'prompt')}</span>
        {about}
        <span className="lineage-space" />
        <Button icon="download" onClick={onExport}>
          Export
        </Button>
      </div>
      <Rounds lineage={lineage} />
      {prompts.length === 0 ? (
        <EmptyState icon="search" title="No prompt came to an end">
          The run was ended before the first one was through.
        </EmptyState>
      ) : (
        <div className="lineage-body">
          <PromptList
            prompts={prompts}
            found={found}
            chosen={isNarrow ? chosen : shown}
            gate={gate}
            place={place}
            linkOf={linkTo}
            onFilter={change}
            hasRounds={new Set(prompts.map(({ round }) => round)).size > 1}
          />
          <article className="prompt-detail" aria-label="The chosen prompt" ref={detail}>
            {asked !== null && chosen === null ? (
              <Notice tone="warn" title={`There is no prompt “${asked.id}” in round ${asked.round} of this run`}>
                The link may be of another run. Another prompt is shown.
              </Notice>
            ) : null}
            {isNodeLost ? (
              <Notice tone="warn" title={`The tree of this prompt has no node ${node}`}>
                The final one is shown.
              </Notice>
            ) : null}
            {shown === null ? (
              <EmptyState icon="search" title="No prompt to look at">
                Nothing in this run fits the filter.
              </EmptyState>
            ) : (
              <>
                <header className="prompt-head">
                  <Link className="button all-prompts" to={linkOf({ prompt: null, node: null })}>
                    All prompts
                  </Link>
                  <span className="prompt-name">
                    <strong className="cut">{shown.id}</strong>
                    <span className="dim">round {shown.round}</span>
                    <FateMark fate={fateOf(shown, gate)} />
                  </span>
                  <span className="prompt-steps">
                    <IconButton
                      icon="up"
                      label="Previous prompt"
                      command="prompt-previous"
                      disabled={at <= 0}
                      onClick={() => go(found[at - 1])}
                    />
                    <IconButton
                      icon="down"
                      label="Next prompt"
                      command="prompt-next"
                      disabled={at < 0 || at + 1 >= found.length}
                      onClick={() => go(found[at + 1])}
                    />
                  </span>
                </header>
                <PromptView
                  key={`${shown.round} ${shown.id}`}
                  prompt={shown}
                  gate={gate}
                  node={node}
                  onSelect={(next) => change({ node: next })}
                  isNarrow={isNarrow}
                />
              </>
            )}
          </article>
        </div>
      )}
    </div>
  )
}

/** Another prompt is shown from its beginning, wherever the one before was read to. */
function useTopOf(detail: { readonly current: HTMLElement | null }, shown: PromptLineage | null): void {
  const before = useRef(shown)
  useEffect(() => {
    if (before.current === shown) return
    before.current = shown
    const top = detail.current?.getBoundingClientRect().top ?? 0
    if (top < 0) detail.current?.scrollIntoView({ block: 'start' })
  }, [detail, shown])
}

const narrow = matchMedia('(max-width: 900px)')

function useIsNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener('change', listener)
      return () => narrow.removeEventListener('change', listener)
    },
    () => narrow.matches,
  )
}
