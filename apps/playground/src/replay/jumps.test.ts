import { expect, it } from 'vitest'
import type { Mark } from '@espalier/client'
import { markPlaces, nextMark } from './jumps.ts'

const marks: readonly Mark[] = [
  { seq: 0, kind: 'start', node: 0 },
  { seq: 10, kind: 'answer', node: 3 },
  { seq: 20, kind: 'failure', node: 4 },
  { seq: 30, kind: 'answer', node: 5 },
  { seq: 40, kind: 'end', node: 5 },
]

it('jumps to the next and the last of a kind', () => {
  expect(nextMark(marks, 10, 'answer', 1)?.seq).toBe(30)
  expect(nextMark(marks, 10, 'any', 1)?.seq).toBe(20)
  expect(nextMark(marks, 40, 'answer', -1)?.seq).toBe(30)
  expect(nextMark(marks, 10, 'any', -1)).toBeUndefined()
  expect(nextMark(marks, 20, 'failure', 1)).toBeUndefined()
})

it('gives places that can be told apart', () => {
  expect(markPlaces(marks, 40, 'answer', 400)).toEqual([100, 300])
  const crowd = Array.from({ length: 5000 }, (_, seq): Mark => ({ seq, kind: 'failure', node: 0 }))
  expect(markPlaces(crowd, 4999, 'failure', 100)).toHaveLength(101)
  expect(markPlaces([], 0, 'answer', 100)).toEqual([])
})
