import { describe, expect, it } from 'vitest'
import { isLatentError, LatentError } from './latent-error.ts'
import { checkVectors } from './vectors/checks.ts'

describe('LatentError', () => {
  it('says on one line what came, what was expected and where', () => {
    const error = new LatentError('TOO_FEW', 'too few', { got: '1', expected: 'at least 2', where: 'states' })
    expect(error.message).toBe('too few: got 1, expected at least 2 (states)')
    expect(isLatentError(error)).toBe(true)
    expect(isLatentError(new Error('too few'))).toBe(false)
  })

  it('names the vector and the entry that do not fit', () => {
    const good = Float32Array.of(1, 2)
    expect(() => checkVectors('states', [good, Float32Array.of(1)], 1)).toThrow(
      'wrong length: got 1, expected 2 (states[1])',
    )
    expect(() => checkVectors('states', [good, Float32Array.of(1, Number.NaN)], 1)).toThrow(
      'not a finite number: got NaN, expected finite numbers (states[1][1])',
    )
    expect(() => checkVectors('states', [], 1)).toThrow('too few: got 0, expected at least 1 (states)')
  })
})
