export { isTaskError, TaskError, type TaskErrorCode, type TaskErrorDetails } from './task-error.ts'
export { countdownBackend } from './countdown/backend.ts'
export { countdownTextTask } from './countdown/text-task.ts'
export { type BaselineResult, depthFirst, randomLegalSteps } from './countdown/baselines.ts'
export { countSolutions, isSolvable } from './countdown/enumerate.ts'
export { type Expression, formatExpression } from './countdown/expression.ts'
export { type HeldOutOptions, heldOutPuzzles } from './countdown/generate.ts'
export { legalMoves } from './countdown/legal-moves.ts'
export { enumerateSolvableSets } from './countdown/number-sets.ts'
export { type OfficialPuzzle, officialTestPuzzles, parseOfficialGame24 } from './countdown/official-file.ts'
export {
  type CountdownPuzzle,
  createPuzzle,
  DEFAULT_TARGET,
  MAX_NUMBER,
  MAX_NUMBERS,
  MAX_TARGET,
  parsePuzzle,
} from './countdown/puzzle.ts'
export { format as formatRational, type Operator, type Rational } from './countdown/rational.ts'
export { type Draw, seededDraw } from './countdown/seeded.ts'
export { type Split, splitOf } from './countdown/split.ts'
export { type CountdownState, type CountdownStep, type CountdownTerm, terminalExpression } from './countdown/state.ts'
export { formatState, formatStep, type ParsedStep, parseStep, type StepFault } from './countdown/step-text.ts'
export { hiddenTreeBackend, type HiddenTreeState } from './hidden-tree/backend.ts'
export { hiddenTreeExpand } from './hidden-tree/expand.ts'
export { createHiddenTree, type HiddenTree, hiddenTrees, type HiddenTreeSetting } from './hidden-tree/problem.ts'
export {
  graphAnswer,
  graphBackend,
  type GraphBackendOptions,
  type GraphState,
  graphStep,
  type GraphStep,
} from './prosqa/backend.ts'
export {
  breadthFirstPath,
  depthFirstPath,
  type PathResult,
  type PathSearchOptions,
  randomPath,
} from './prosqa/baselines.ts'
export { checkQuestion } from './prosqa/check-question.ts'
export { generateGraphs, GRAPH_SIZES, type GraphSize, type GraphSizeName } from './prosqa/generate.ts'
export { HELD_OUT_GRAPHS, heldOutGraphs, type HeldOutManifest, type HeldOutName } from './prosqa/held-out.ts'
export { parseOfficialProsqa } from './prosqa/official-file.ts'
export { childrenOf, distancesFrom, type GraphQuestion, type GraphRecord, shortestPath } from './prosqa/question.ts'
export { formatQuestion, parseQuestion } from './prosqa/question-text.ts'
export { formatStatement, type ParsedStatement, parseStatement, type StatementFault } from './prosqa/statement-text.ts'
export { type GraphStepFault, graphTextTask, type ParsedGraphStep, parseGraphStep } from './prosqa/text-task.ts'
export { type CheckedPath, checkPath, isStatement, type PathFault } from './prosqa/verify-path.ts'
export { seatingBackend, type SeatingState } from './seating/backend.ts'
export { depthFirstSeating, legalPeople } from './seating/baselines.ts'
export { generateSeating, solveSeating } from './seating/generate.ts'
export { FEWEST_PEOPLE, MOST_PEOPLE, type SeatingConstraint, type SeatingPuzzle } from './seating/puzzle.ts'
export { formatSeating, type ParsedRow, parseRow } from './seating/puzzle-text.ts'
export { type CheckedPrefix, checkPrefix, type CheckedRow, checkRow, type RowFault } from './seating/verify-row.ts'
export { formatWording, parseWording, type WordingConstraint } from './wording/constraint.ts'
export { formatCritique } from './wording/critique.ts'
export { WORDING_FRAME } from './wording/frame.ts'
export { wordingShard, wordingTasks, type WordingTask } from './wording/generate.ts'
export { verifyWording, type WordingVerdict } from './wording/verify.ts'
