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

/**
 * The sibling behind `child`, or NONE. Mostly that is the record behind; the comparison lets the processor guess so and fetch that record
 * before the link has been read.
 */
export function siblingBehind(i32: Int32Array, child: number): number {
  const next = i32[child * WORDS + NEXT_SIBLING]!
  return next === child + 1 ? child + 1 : next
}

/** The commonest flag, for the loops that read it off the record. */
export const CLOSED = 2
/** Flag bits of a node. */
export const Flag = {
  /** Holds a finished line of reasoning; has no children. */
  terminal: 1,
  /** Nothing more to ask anywhere below. */
  closed: CLOSED,
  /** The generator has no further proposals here. */
  exhausted: 4,
  /** Has a value of its own. */
  evaluated: 8,
  /** Holds an answer to the problem, as the backend sees it. */
  answer: 16,
  /** Closed by the policy rather than finished. */
  pruned: 32,
  /** A trial that generates steps here is under way. */
  generating: 64,
  /** A trial that evaluates the node is under way. */
  evaluating: 128,
  /** Its generator has answered at least once. */
  asked: 256,
} as const
