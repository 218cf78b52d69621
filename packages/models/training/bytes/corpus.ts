import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { reasoningTexts } from './reasoning-texts.ts'

/** A text of the corpus, and whether the table may see it. */
export interface CorpusText {
  readonly kind: 'documents' | 'comments' | 'reasoning'
  readonly name: string
  readonly text: string
  readonly heldOut: boolean
}

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))
/** Documents that are only read to see how good the table is. */
const HELD_OUT_DOCUMENTS: ReadonlySet<string> = new Set(['CONTRIBUTING.md', 'packages/models/PROSQA_CARD.md'])
/** So is every so manieth source. */
const HELD_OUT_SOURCES = 10

/**
 * The project's own words as they were in a commit (its documents, and the comments of its sources), and reasoning that its own generators
 * write: nothing that somebody else holds rights in. The same commit gives the same texts.
 */
export function corpusAt(commit: string): readonly CorpusText[] {
  const files = git('ls-tree', '-r', '--name-only', commit).trim().split('\n').toSorted()
  const documents = files
    .filter((file) => file.endsWith('.md'))
    .map((name): CorpusText => ({
      kind: 'documents',
      name,
      text: git('show', `${commit}:${name}`),
      heldOut: HELD_OUT_DOCUMENTS.has(name),
    }))
  const comments = files
    .filter((file) => /^(packages|apps)\/[^/]+\/src\/.*\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((name, i): CorpusText => ({
      kind: 'comments',
      name,
      text: commentsOf(git('show', `${commit}:${name}`)),
      heldOut: i % HELD_OUT_SOURCES === 0,
    }))
    .filter(({ text }) => text !== '')
  return [...documents, ...comments, reasoning(300, 1, false), reasoning(60, 1_000_003, true)]
}

function reasoning(count: number, seed: number, heldOut: boolean): CorpusText {
  return {
    kind: 'reasoning',
    name: `${count} texts of seed ${seed}`,
    text: reasoningTexts(count, seed).join('\n'),
    heldOut,
  }
}

/** The words of docstrings, without the marks around them. */
function commentsOf(source: string): string {
  const blocks = [...source.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map(([, inside = '']) =>
    inside
      .split('\n')
      .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
      .filter((line) => line !== '')
      .join('\n'),
  )
  return blocks.map((block) => `${block}\n`).join('')
}

function git(...args: readonly string[]): string {
  return execFileSync('git', [...args], { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 26 })
}
