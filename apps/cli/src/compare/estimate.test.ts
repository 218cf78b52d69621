import { wilson } from '@espalier/latent'
import { seededDraw } from '@espalier/tasks'
import { describe, expect, it } from 'vitest'
import { estimate } from './estimate.ts'

describe('estimate', () => {
  it('takes shares for what they are, and means of anything else by bootstrap', () => {
    expect(estimate([1, 1, 1, 1], seededDraw(1))).toEqual(wilson(4, 4))
    expect(estimate([0.5, 1], seededDraw(1)).high).toBe(1)
  })
})
