/**
 * Layout of a node's record, in 4-byte words (the two sums are 8-byte floats at words 0 and 2). For this package's hot loops only.
 * What selection and backup touch comes first: large buffers begin 16 bytes behind a cache line, so the last four words lie in the next one.
 */
export const WORDS = 16
export const DOUBLES = 8
export const VALUE_SUM = 0
export const VALUE_SQ_SUM = 1
export const VISITS = 4
export const PENDING = 5
export const PARENT = 6
export const FIRST_CHILD = 7
export const NEXT_SIBLING = 8
export const PRIOR = 9
/** Low half: flag bits; high half: children that are not closed. */
export const FLAGS_AND_OPEN = 10
export const VALUE_MAX = 11
export const PRIOR_SUM = 12
export const LAST_CHILD = 13
export const VALUE = 14
/** Low half: children; high half: depth. */
export const COUNT_AND_DEPTH = 15
/** Of a word with two halves, and what adds one to the high one. */
export const LOW_HALF = 0xffff
export const HIGH_HALF = 0xffff0000
export const ONE_HIGH = 0x10000

/**
 * Flag bits of a node; {@link Flag} has them by name. Constants of a module, at its top, become plain numbers in the built package, properties of an
 * object do not: hot loops use these.
 */
export const TERMINAL = 1
export const CLOSED = 2
export const EXHAUSTED = 4
export const EVALUATED = 8
export const ANSWER = 16
export const PRUNED = 32
export const GENERATING = 64
export const EVALUATING = 128
export const ASKED = 256

/** Flag bits of a node. */
export const Flag = {
  /** Holds a finished line of reasoning; has no children. */
  terminal: TERMINAL,
  /** Nothing more to ask anywhere below. */
  closed: CLOSED,
  /** The generator has no further proposals here. */
  exhausted: EXHAUSTED,
  /** Has a value of its own. */
  evaluated: EVALUATED,
  /** Holds an answer to the problem, as the backend sees it. */
  answer: ANSWER,
  /** Closed by the policy rather than finished. */
  pruned: PRUNED,
  /** A trial that generates steps here is under way. */
  generating: GENERATING,
  /** A trial that evaluates the node is under way. */
  evaluating: EVALUATING,
  /** Its generator has answered at least once. */
  asked: ASKED,
} as const

/**
 * The sibling behind `child`, or NONE. Mostly that is the record behind; the comparison lets the processor guess so and fetch that record
 * before the link has been read.
 */
export function siblingBehind(i32: Int32Array, child: number): number {
  const next = i32[child * WORDS + NEXT_SIBLING]!
  return next === child + 1 ? child + 1 : next
}
