export { PROTOCOL_VERSION } from './version.ts'
export { ProtocolError, isProtocolError, type ProtocolErrorCode } from './protocol-error.ts'
export { MAX_JSON_DEPTH, isJson, jsonSchema } from './json.ts'
export {
  EVENT_SCHEMAS,
  STOP_REASONS,
  envelopeSchema,
  searchEventSchema,
  steerActionSchema,
  stopReasonSchema,
  usageSchema,
} from './events/event-schema.ts'
export {
  DEFAULT_BUDGET,
  budgetSchema,
  searchRequestSchema,
  searchSpecSchema,
  type AlgorithmChoice,
  type Budget,
  type SearchRequest,
  type SearchSpec,
} from './searches/spec.ts'
export {
  SEARCH_STATUSES,
  searchIdSchema,
  searchInfoSchema,
  searchAccountSchema,
  searchPageSchema,
  searchStatusSchema,
  validationSchema,
  type SearchFailure,
  type SearchInfo,
  type AnswerStanding,
  type Conclusion,
  type SearchAccount,
  type SearchOutcome,
  type SearchPage,
  type SearchStatus,
  type SearchTotals,
  type Validation,
} from './searches/search.ts'
export type { Estimate, EstimatedAmount } from './searches/estimate.ts'
export {
  steerRequestSchema,
  steeredSchema,
  steererSchema,
  type SteerRequest,
  type SteerRequestAction,
  type Steered,
} from './searches/steer-request.ts'
export { forkRequestSchema, type ForkRequest } from './searches/fork-request.ts'
export { extendRequestSchema, type ExtendRequest } from './searches/bodies.ts'
export {
  thoughtDetailSchema,
  thoughtPointsSchema,
  type NearThought,
  type ThoughtDetail,
  type ThoughtPoint,
  type ThoughtPoints,
  type ThoughtSymbol,
} from './nodes/thought.ts'
export {
  nodeEvidence,
  nodeEvidenceSchema,
  pairDetails,
  type DetailPairing,
  type KeptDetail,
  type NodeEvidence,
  type TrialEvidence,
} from './nodes/evidence.ts'
export { votesOf, type ShownVote, type ShownVotes } from './nodes/votes.ts'
export {
  NODE_FLAGS,
  candidatePageSchema,
  candidateSchema,
  nodeDetailSchema,
  nodePageSchema,
  type Candidate,
  type NodeDetail,
  type NodeFlag,
  type NodePage,
} from './nodes/node.ts'
export { bestChild, candidatesOf, nodeDetail, pathDetails } from './nodes/read-nodes.ts'
export {
  algorithmInfoSchema,
  algorithmInfos,
  algorithmListSchema,
  modelInfoSchema,
  modelListSchema,
  taskInfoSchema,
  taskListSchema,
  type AlgorithmInfo,
  type JsonSchema,
  type ModelInfo,
  STATE_KINDS,
  type StateKind,
  type TaskInfo,
} from './catalog.ts'
export {
  PROBLEMS,
  PROBLEM_CODES,
  PROBLEM_MEDIA_TYPE,
  problemDetails,
  type FieldFault,
  type ProblemCode,
  type ProblemDetails,
} from './problem.ts'
export { problemDetailsSchema } from './problem-schema.ts'
export { decodeCursor, encodeCursor } from './cursor.ts'
export { decodeBatch, encodeBatch } from './wire/batch.ts'
export { EVENT_STREAM_TYPE, SSE_HEARTBEAT, SSE_OPENING, SSE_SHUTDOWN, encodeEvents } from './wire/sse.ts'
export { createSseParser, type SseMessage, type SseParser } from './wire/sse-parser.ts'
export { createEventDecoder, type EventDecoder, type StreamPart } from './wire/event-decoder.ts'
export {
  LOG_FORMAT,
  LOG_MEDIA_TYPE,
  LOG_VERSION,
  type LogHeader,
  type LogLine,
  type LogOutcome,
  type LogTrailer,
} from './log/log-format.ts'
export { createLogHash, type LogHash } from './log/log-hash.ts'
export { createLogEncoder, type LogEncoder } from './log/log-encoder.ts'
export { createLogDecoder, type LogDecoder } from './log/log-decoder.ts'
export { createLogLines, type LogEnd, type LogLines } from './log/log-lines.ts'
export { createLogProof, type LogProof } from './log/log-proof.ts'
export {
  TRACE_LEVELS,
  showsPart,
  strictest,
  traceLevelSchema,
  type TraceInfo,
  type TraceLevel,
  type TracePart,
} from './trace/levels.ts'
export { HIDDEN_TEXT, hideText, hideTextOf } from './trace/hide-text.ts'
export { createSealChain, sealFault, type SealChain } from './trace/seal.ts'
export { hashTree } from './tree/tree-hash.ts'
export { SNAPSHOT_TYPE, type SnapshotHead } from './tree/snapshot-format.ts'
export { encodeSnapshot } from './tree/encode-snapshot.ts'
export { decodeSnapshot, type Snapshot } from './tree/decode-snapshot.ts'
export {
  refinementIdOf,
  refinementIdSchema,
  refinementInfoSchema,
  refinementListSchema,
  refinementRequestSchema,
  type RefinementInfo,
  type RefinementRequest,
} from './refinements/refinement.ts'
export { roundReportSchema, type DropReason, type RoundReport, type Share } from './refinements/round-report.ts'
export { LINEAGE_FORMAT, LINEAGE_VERSION } from './refinements/lineage-format.ts'
export {
  lineageSchema,
  type AnswerLineage,
  type Ballot,
  type Lineage,
  type PromptLineage,
  type RefinementNode,
  type RefinementTree,
} from './refinements/lineage.ts'
