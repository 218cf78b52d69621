import { expect, it } from 'vitest'
import { ROOT_HASH, childHash, valueOf } from '../bench/hash-tree.ts'

it('is the tree that other engines are measured on: a fixed walk adds up to the same two numbers in each', () => {
  let hash = ROOT_HASH
  let sum = 0
  for (let k = 0; k < 1000; k++) {
    hash = childHash(hash, k % 7)
    sum = (sum + Math.floor(valueOf(hash) * 1e6)) % 1_000_003
  }
  expect([hash >>> 0, sum]).toEqual([1984318575, 43232])
})
