import { expect, it } from 'vitest'
import { readRefinement } from './read-refinement.ts'

it.each([
  ['Reflection: x\nFinal Refined Output: [[start]] a b [[end]]', 'a b'],
  ['[[start]]\nline 1\n\nline 2\n[[end]] thanks', 'line 1\n\nline 2'],
  ['[[start]] a [[start]] b [[end]]', 'a [[start]] b'],
  ['[[end]] [[start]] a [[end]]', 'a'],
  ['[[start]] cut off in the mid', null],
  ['a [[end]]', null],
  ['[[start]]   [[end]]', null],
  ['', null],
])('reads %j as %j', (reply, refined) => {
  expect(readRefinement(reply)).toBe(refined)
})
