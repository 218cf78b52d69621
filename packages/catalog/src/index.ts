export { CatalogError, isCatalogError, type CatalogErrorCode } from './catalog-error.ts'
export { createCatalog, type Catalog, type Checkpoints } from './catalog.ts'
export type { CatalogModel, ModelPrices } from './catalog-model.ts'
export type { CatalogTask } from './catalog-task.ts'
export { catalogInfos, type CatalogInfos } from './catalog-infos.ts'
export { countdownTask } from './countdown/countdown-task.ts'
export { embeddedModel } from './countdown/embedded-model.ts'
export { prosqaTask } from './prosqa/prosqa-task.ts'
export { embeddedThoughtsModels } from './prosqa/embedded-thoughts-models.ts'
export { uniformModel } from './uniform-model.ts'
export { ESTIMATE_SEARCHES, estimateSearch } from './estimate/estimate-search.ts'
export { defaultModel, modelNamed } from './find.ts'
export { fillRequest } from './fill-request.ts'
export { planOf, type SearchPlan } from './plan.ts'
export { extendBudget, stopAtBudget } from './budget.ts'
export { forkLog, type ForkedLog, type LogFork } from './fork-log.ts'
export { prepareRun, searchOptionsOf, type PreparedRun, type RunLimits } from './prepare-run.ts'
export { concludeSearch } from './conclude-search.ts'
export { answerAt, searchOutcome, searchTotals } from './summary.ts'
export { recogniseSearch, UNKNOWN_MODEL, type RecognisedSearch } from './recognise-search.ts'
export { logOutcome, outcomeFault } from './log/log-outcome.ts'
export {
  createSearchLogReader,
  type ReadSearchLog,
  type SearchLogReader,
  type UnprovenSearchLog,
} from './log/read-search-log.ts'
export { inspectThought, mapThoughts } from './thoughts/search-thoughts.ts'
export { writeSearchLog } from './log/write-search-log.ts'
