import { describeBackend } from '@espalier/testing'
import { PROBLEM, REJECTED } from '../../test/table.ts'
import { refinementBackend, type Draft, type RefineStep } from './refinement.ts'

const stepsOf = ({ response, depth }: Draft): RefineStep[] =>
  depth === 3
    ? []
    : ['a', 'two\nlines', 'two\\nlines'].map((more) => ({
        response: `${response} ${more}`,
        reply: `[[start]] ${response} ${more} [[end]]`,
        judgement: { ...REJECTED, value: 0.4 },
      }))

describeBackend('refinement', {
  backend: refinementBackend(3),
  problems: [PROBLEM, { ...PROBLEM, response: 'another\r\nanswer' }],
  steps: stepsOf,
  drafts: true,
})
