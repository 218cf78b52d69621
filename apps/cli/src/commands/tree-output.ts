import type { Command } from 'commander'
import { hasColor, type Io } from '../io.ts'
import { MARK_HELP } from '../view/node-text.ts'
import { createPalette } from '../view/palette.ts'
import { answerNode, type SearchProgress } from '../view/progress.ts'
import { treeLines } from '../view/tree-text.ts'
import { wholeNumber } from './arguments.ts'

export interface TreeOptions {
  readonly tree?: true
  readonly rows: number
}

const DEFAULT_ROWS = 40
/** Where nobody says how wide the output is. */
const PIPE_COLUMNS = 100

/** The options `--tree` and `--rows`. */
export function addTreeOptions(command: Command): Command {
  return command
    .option('--tree', 'print the tree of the search')
    .option('--rows <n>', 'nodes of the tree to print at most', wholeNumber(1, 1_000_000), DEFAULT_ROWS)
}

/** Prints the tree that a search ended with, with its refused steps, and what the marks mean. */
export function writeTree(io: Io, progress: SearchProgress, { rows }: TreeOptions): void {
  const palette = createPalette(hasColor(io.stdout, io.env))
  const { fold, rejections } = progress
  const width = Math.max(20, io.stdout.columns ?? PIPE_COLUMNS)
  const lines = treeLines(fold.tree, { width, limit: rows, palette, keep: answerNode(fold), rejections })
  io.stdout.write(`${lines.join('\n')}\n${palette.dim(MARK_HELP)}\n\n`)
}
