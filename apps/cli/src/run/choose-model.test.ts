import { expect, it } from 'vitest'
import { chosenModel } from './choose-model.ts'

const uniform = { name: 'uniform', tasks: ['graphs'], states: 'text' } as const
const words = { name: 'words', tasks: ['graphs'], states: 'text' } as const
const vectors = { name: 'vectors', tasks: ['graphs'], states: 'vectors' } as const

it('takes the first model of the task with such states, and never the baseline for one', () => {
  expect(chosenModel([uniform, words, vectors], 'graphs', { backend: 'token' })).toBe('words')
  expect(chosenModel([uniform, words, vectors], 'graphs', { backend: 'latent' })).toBe('vectors')
  expect(() => chosenModel([uniform, vectors], 'graphs', { backend: 'token' })).toThrow('expected latent for graphs')
  expect(() => chosenModel([uniform], 'graphs', { backend: 'token' })).toThrow('without a checkpoint')
})

it('takes what is named, or leaves the choice to the task', () => {
  expect(chosenModel([uniform], 'graphs', { model: 'uniform' })).toBe('uniform')
  expect(chosenModel([uniform], 'graphs', {})).toBeUndefined()
})
