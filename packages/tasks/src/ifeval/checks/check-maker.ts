import type { Arguments } from '../arguments.ts'

/** Whether an answer follows one instruction. */
export type Check = (answer: string) => boolean

/** Reads the arguments of an instruction once; what comes back checks any number of answers. */
export type CheckMaker = (args: Arguments) => Check
