/** Scorers of benchmarks. A search never imports this entry: what is correct by the benchmark stays out of its reach. */
export { type AnswerFault, checkAnswer, type CheckedAnswer } from './countdown/check.ts'
export { type HiddenLeaves, hiddenLeaves, type LineScore, scoreLine } from './hidden-tree/score.ts'
export {
  type Counterfactual,
  counterfactual,
  type CounterfactualOptions,
  type RewrittenStatement,
} from './prosqa/counterfactual.ts'
export { type ProcessClass, processOf } from './prosqa/score.ts'
export {
  type FollowingScore,
  type IfevalScore,
  type PromptVerdict,
  scoreInstructions,
  type Tally,
} from './ifeval/score.ts'
