import { formatCritique, formatWording, WORDING_FRAME, wordingTasks } from '@espalier/tasks'
import { expect, it } from 'vitest'
import { wordingTokenizer } from './wording-tokenizer.ts'

const tokenizer = wordingTokenizer()

it('can write whatever the task says, and gives it back but for the space before the first word', () => {
  const next = wordingTasks(11)
  for (let i = 0; i < 2000; i++) {
    const { constraints, solution } = next()
    const prompt = formatWording(constraints)
    const critique = formatCritique(constraints, solution)
    const texts = [
      WORDING_FRAME.actor(prompt),
      `${WORDING_FRAME.judge(prompt, solution)} ${critique}\n ${WORDING_FRAME.refine} [[start]] ${solution} [[end]]\n`,
    ]
    for (const text of texts) expect(tokenizer.decode(tokenizer.encode(text)!)).toBe(` ${text}`)
  }
})

it('has every token once, and one that ends what is written', () => {
  expect(new Set(tokenizer.vocabulary).size).toBe(tokenizer.vocabulary.length)
  expect(tokenizer.vocabulary[tokenizer.stepEnd]).toBe('\n')
})

it('reads nothing else', () => {
  for (const text of ['tiger', 'fox  hen', 'fox;', 'Fox', ' ']) expect(tokenizer.encode(text)).toBeNull()
})
