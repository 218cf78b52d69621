import { expect, it } from 'vitest'
import { faultAt, placedFaults } from './faults.ts'

it('finds the fault at a place or below it', () => {
  const faults = [
    { pointer: '/problem/numbers/0', message: 'too small' },
    { pointer: '/seed', message: 'negative' },
  ]
  expect(faultAt(faults, '/problem/numbers')).toBe('too small')
  expect(faultAt(faults, '/problem/num')).toBeUndefined()
  expect(faultAt(faults, '/seed')).toBe('negative')
})

it('puts a fault of an algorithm beside the option that it names', () => {
  const faults = [{ pointer: '/algorithm', message: 'best-of-n.n: got -1, expected an integer from 0 to 65535' }]
  expect(placedFaults(faults)).toEqual([
    { pointer: '/algorithm/options/n', message: 'got -1, expected an integer from 0 to 65535' },
  ])
})

it('does not say twice where a fault is', () => {
  const message = 'problem/numbers/0: Too small: expected number to be >=1'
  expect(placedFaults([{ pointer: '/problem/numbers/0', message }])).toEqual([
    { pointer: '/problem/numbers/0', message: 'Too small: expected number to be >=1' },
  ])
  expect(placedFaults([{ pointer: '/seed', message: 'got: nothing' }])[0]?.message).toBe('got: nothing')
})
