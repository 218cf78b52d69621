import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bind, isBindable, parseBindings, unbind, withBindings, type Bindings } from './bindings.ts'
import type { Command } from './command.ts'

const command = (id: string, ...keys: string[]): Command => ({ id, title: id, group: 'Page', keys, run: () => {} })
const COMMANDS = [command('zoom', '+', '='), command('pause', 'k'), command('theme')]
const keysOf = (bindings: Bindings): Record<string, readonly string[] | undefined> =>
  Object.fromEntries(withBindings(COMMANDS, bindings).map(({ id, keys }) => [id, keys]))

describe('bindings', () => {
  it('leave commands their own keys while nobody chose others', () => {
    expect(keysOf({})).toEqual({ zoom: ['+', '='], pause: ['k'], theme: [] })
  })

  it('take a key from the command that has it, and give it back', () => {
    const bound = bind({}, 'theme', 'k')
    expect(keysOf(bound)).toEqual({ zoom: ['+', '='], pause: [], theme: ['k'] })
    expect(keysOf(unbind(bound, 'theme'))).toEqual(keysOf({}))
  })

  it('never leave a key to two commands', () => {
    const id = fc.constantFrom('zoom', 'pause', 'theme')
    const key = fc.constantFrom('+', '=', 'k', 'q', 'Mod+k')
    fc.assert(
      fc.property(fc.array(fc.tuple(id, key, fc.boolean())), (changes) => {
        let bindings: Bindings = {}
        for (const [who, what, back] of changes) bindings = back ? unbind(bindings, who) : bind(bindings, who, what)
        const all = withBindings(COMMANDS, bindings).flatMap(({ keys }) => keys ?? [])
        expect(new Set(all).size).toBe(all.length)
      }),
    )
  })

  it('do not touch the keys that dialogs and focus live on', () => {
    expect(['Tab', 'Enter', 'Escape', 'Shift', 'Mod+Control', 'Alt+Tab'].filter(isBindable)).toEqual([])
    expect(['a', 'Mod+k', 'Alt+ArrowLeft', '+', 'Space'].every(isBindable)).toBe(true)
  })

  it('survive storage, and whatever else is in it', () => {
    const bindings = bind(bind({}, 'zoom', 'q'), 'pause', 'p')
    expect(parseBindings(JSON.stringify(bindings))).toEqual(bindings)
    for (const text of [null, '', 'x', '[]', '3', '{"zoom":"q"}', '{"zoom":[3]}', '{"zoom":["Tab"]}'])
      expect(parseBindings(text)).toEqual({})
  })
})
