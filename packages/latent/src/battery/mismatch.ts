import { portableExp } from '@espalier/core'
import type { Vector } from '../vectors/vector.ts'

/** Which option the thoughts read as: the one with more mass in all read-outs together. */
export function readOption(readOuts: readonly Vector[], goals: readonly [number, number]): 0 | 1 {
  const [first, second] = goals.map((goal) => readOuts.reduce((sum, readOut) => sum + portableExp(readOut[goal]!), 0))
  return second! > first! ? 1 : 0
}
