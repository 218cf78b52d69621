import { expect, it } from 'vitest'
import { fit, keyLabel, keyOf } from './command.ts'

const press = (key: string, more: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) =>
  keyOf({ key, ctrlKey: false, metaKey: false, altKey: false, ...more })

it('writes keys the same on every device', () => {
  expect(press('k', { ctrlKey: true })).toBe('Mod+k')
  expect(press('K', { metaKey: true })).toBe('Mod+k')
  expect(press(' ')).toBe('Space')
  expect(press('N')).toBe('N')
  expect(press('ArrowLeft', { altKey: true })).toBe('Alt+ArrowLeft')
})

it('names keys for people', () => {
  expect(keyLabel('Mod+k', true)).toBe('⌘ K')
  expect(keyLabel('Mod+k', false)).toBe('Ctrl K')
  expect(keyLabel('N', false)).toBe('⇧ N')
  expect(keyLabel('?', false)).toBe('?')
  expect(keyLabel('+', false)).toBe('+')
})

it('wants every word of a query and prefers the start of words', () => {
  expect(fit('pau', 'Pause the search')).toBe(3)
  expect(fit('sear pau', 'Pause the search')).toBe(5)
  expect(fit('ear', 'Pause the search')).toBe(1)
  expect(fit('pause tree', 'Pause the search')).toBeNull()
  expect(fit('', 'Pause the search')).toBe(0)
})
