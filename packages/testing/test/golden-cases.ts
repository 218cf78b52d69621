import { ALGORITHMS, createPreset } from '@espalier/core'
import { goldenLog } from '../src/golden-log.ts'
import { digitSum } from '../src/toys/digit-sum.ts'
import { hashTree } from '../src/toys/hash-tree.ts'

const tree = hashTree({ branching: 3, depth: 3, root: 7 })
const digits = digitSum({ length: 3, digits: 3, secret: 7 })

/** Every preset on two toys. */
export const goldenCases: readonly { readonly file: string; readonly write: () => string }[] = ALGORITHMS.flatMap(
  ({ name }) => [
    { file: `${name}.hash-tree.jsonl`, write: () => goldenLog(tree, createPreset(name)) },
    { file: `${name}.digit-sum.jsonl`, write: () => goldenLog(digits, createPreset(name)) },
  ],
)
