import { useMemo, useState } from 'react'
import { Segmented } from '../parts/button.tsx'
import { formatPercent, plural } from '../parts/format.ts'
import { wordDiff, type DiffPart } from './word-diff.ts'

interface DiffViewProps {
  readonly before: string
  readonly after: string
  readonly beforeName: string
  readonly afterName: string
  /** There is no room for two texts side by side. */
  readonly isNarrow?: boolean
}

/** How one text became another: side by side where there is room, else in one. What went is struck out, what came is underlined. */
export function DiffView({ before, after, beforeName, afterName, isNarrow = false }: DiffViewProps) {
  const diff = useMemo(() => wordDiff(before, after), [before, after])
  const [layout, setLayout] = useState<'split' | 'unified'>('split')
  const { parts, gone, added, kept, isCompared } = diff
  return (
    <div className={`diff ${isNarrow ? 'unified' : layout}`}>
      <div className="diff-head">
        <span className="dim">
          {before === after
            ? 'The same to the last character'
            : isCompared
              ? `${plural(gone, 'word')} out, ${plural(added, 'word')} in, ${formatPercent(kept)} of the words kept`
              : 'Too much differs to be compared word by word'}
        </span>
        {isNarrow ? null : (
          <span className="diff-layout">
            <Segmented
              label="Layout of the changes"
              value={layout}
              onChange={setLayout}
              options={[
                { value: 'split', label: 'Side by side' },
                { value: 'unified', label: 'In one' },
              ]}
            />
          </span>
        )}
      </div>
      <div className="diff-split">
        <figure>
          <figcaption>{beforeName}</figcaption>
          <DiffText parts={parts.filter(({ kind }) => kind !== 'new')} />
        </figure>
        <figure>
          <figcaption>{afterName}</figcaption>
          <DiffText parts={parts.filter(({ kind }) => kind !== 'gone')} />
        </figure>
      </div>
      <figure className="diff-one">
        <figcaption>
          {beforeName} → {afterName}
        </figcaption>
        <DiffText parts={parts} />
      </figure>
    </div>
  )
}

function DiffText({ parts }: { readonly parts: readonly DiffPart[] }) {
  return (
    <p className="text" dir="auto">
      {parts.length === 0 ? <span className="dim">(empty)</span> : null}
      {parts.map(({ kind, text }, i) =>
        kind === 'same' ? (
          <span key={i}>{text}</span>
        ) : kind === 'gone' ? (
          <del key={i}>{seen(text)}</del>
        ) : (
          <ins key={i}>{seen(text)}</ins>
        ),
      )}
    </p>
  )
}

/** Spaces and breaks alone would be a change that nobody sees. */
const seen = (text: string): string =>
  /\S/.test(text) ? text : text.replaceAll(' ', '·').replaceAll('\t', '⇥').replaceAll('\n', '↵\n')
