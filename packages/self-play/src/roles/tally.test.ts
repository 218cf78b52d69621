import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MUMBLE, NO, YES } from '../../test/scripted-roles.ts'
import { decide, tallyOf } from './tally.ts'

it('divides the Yes by what could be read, and takes the first critique of the majority', () => {
  const texts = [MUMBLE, `1 ${NO}`, `2 ${YES} `, `3 ${YES}`]
  expect(decide(texts, 5)).toEqual({
    value: 2 / 3,
    follows: true,
    critique: `2 ${YES}`,
    verdicts: [null, 'no', 'yes', 'yes', null],
  })
})

it('decides nothing where Yes and No are even, and says whether there were any', () => {
  expect(decide([YES, NO, MUMBLE], 3)).toEqual({ undecided: 'tied', verdicts: ['yes', 'no', null] })
  expect(decide([MUMBLE], 2)).toEqual({ undecided: 'unread', verdicts: [null, null] })
  expect(decide([], 1)).toEqual({ undecided: 'unread', verdicts: [null] })
})

it('keeps every vote, and never comes to one half', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(YES, NO, MUMBLE), { maxLength: 9 }), fc.nat(3), (texts, missing) => {
      const n = texts.length + missing
      const { verdicts, ...result } = decide(texts, n)
      const { yes, no, unread } = tallyOf(verdicts)
      expect(yes + no + unread).toBe(n)
      expect(yes).toBe(texts.filter((text) => text === YES).length)
      expect(unread).toBe(texts.filter((text) => text === MUMBLE).length + missing)
      if ('follows' in result) {
        expect(result.value).toBe(yes / (yes + no))
        expect(result.follows).toBe(result.value > 0.5)
        expect(result.critique).toBe(result.follows ? YES : NO)
      } else expect(yes).toBe(no)
    }),
  )
})
