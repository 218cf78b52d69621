import type { Usage } from '@espalier/core'
import { hashOf } from '../hash.ts'
import type { Message, RoleName, Sampling } from '../roles/role.ts'

/** The stages that call models. */
export type CallStage = 'sample' | 'judge' | 'refine'

/** A call of a role: what its result depends on, and what it is for. */
export interface CallRequest {
  /** From 1. Roles may be other models in each. */
  readonly round: number
  /** Whom its cost is put down to. No part of the key: a judgement is the same whatever it is for. */
  readonly stage: CallStage
  readonly role: RoleName
  readonly messages: readonly Message[]
  readonly sampling: Sampling
  /** Which of several calls that are otherwise the same. */
  readonly index: number
}

/** A call that came back. */
export interface CallEntry {
  readonly kind: 'call'
  readonly key: string
  readonly round: number
  readonly stage: CallStage
  readonly role: RoleName
  readonly index: number
  readonly sampling: Sampling
  readonly texts: readonly string[]
  readonly usage: Usage
}

/** What a call cost that failed. It is never used as a result, and the call may be made again. */
export interface FailureEntry {
  readonly kind: 'failure'
  readonly key: string
  readonly stage: CallStage
  readonly role: RoleName
  readonly code: string
  readonly message: string
  readonly usage: Usage
}

export type RecordEntry = CallEntry | FailureEntry

/** Name of a call by its content: round, role, messages, sampling options and index. SHA-256, 64 hexadecimal digits. */
export function keyOf({ round, role, messages, sampling, index }: CallRequest): string {
  const { n, temperature, topP, maxTokens, seed } = sampling
  const words = messages.map((message) => [message.role, message.content])
  return hashOf(JSON.stringify([round, role, words, n, temperature, topP, maxTokens, seed, index]))
}
