import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readVerdict } from './read-verdict.ts'

it.each([
  ['Step-by-step verification: fine.\nFinal Judgement (if the Output accurately follows the Prompt): Yes', 'yes'],
  ['Final Judgement (if the Output accurately follows the Prompt): No', 'no'],
  ['Yes, of course. No doubt.', null],
  ['Final Judgement: unclear', null],
  ['', null],
  ['Final judgement: Yes', null],
  ['Final Judgement: yes', null],
  ['Final Judgement: No, although Yes was near', 'no'],
  ['Final Judgement: Yes, No', 'yes'],
  // Before the marker does not count, nor does what comes after a second one.
  ['No. No. No. Final Judgement: Yes', 'yes'],
  ['Final Judgement: hm. Final Judgement: Yes', null],
  // A No inside a longer word counts, as in the authors' code.
  ['Final Judgement: Not bad. Yes', 'no'],
])('reads %j as %s', (reply, verdict) => {
  expect(readVerdict(reply)).toBe(verdict)
})

it('goes by the first of the two words between the first marker and the next', () => {
  const piece = fc.constantFrom('Final Judgement', 'Yes', 'No', ' ', 'hm', ': ')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const marker = pieces.indexOf('Final Judgement')
      const rest = marker === -1 ? [] : pieces.slice(marker + 1)
      const next = rest.indexOf('Final Judgement')
      const word = (next === -1 ? rest : rest.slice(0, next)).find((one) => one === 'Yes' || one === 'No')
      expect(readVerdict(pieces.join('|'))).toBe(word === undefined ? null : word.toLowerCase())
    }),
  )
})
