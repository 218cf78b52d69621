export type { InputKind, Thought, ThoughtModel, ThoughtRow } from './thought-model.ts'
