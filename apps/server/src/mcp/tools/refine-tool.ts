import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import * as z from 'zod'
import { draftLog, planOf } from '@espalier/catalog'
import { ServiceError } from '../../searches/service-error.ts'
import type { McpDeps } from '../mcp-server.ts'
import { followSearch, resultOf } from './follow-search.ts'
import { searchInput, specOf } from './search-input.ts'
import { answering } from './tool-result.ts'

const refineInput = {
  ...searchInput,
  draft: z
    .string()
    .min(1)
    .max(100_000)
    .describe(
      'The answer that you have: its steps, one a line, as the task writes them, such as "13 - 9 = 4 (left: 4 4 10)". ' +
        'From the first line on that is no step, the search goes on by itself.',
    ),
}

/** `refine`: a search whose tree begins with the steps of an answer. */
export function addRefineTool(server: McpServer, deps: McpDeps): void {
  const { service, catalog, limits, logger } = deps
  server.registerTool(
    'refine',
    {
      title: 'Refine an answer',
      description: DESCRIPTION,
      inputSchema: refineInput,
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    },
    (input, call) =>
      answering('refine', logger, async () => {
        const spec = specOf(input, catalog, limits)
        const lines = input.draft.split('\n').filter((line) => line.trim() !== '')
        const draft = draftLog(planOf(spec, catalog), 'mcp', lines)
        if (draft.steps === 0)
          throw new ServiceError(
            'invalid-request',
            'draft: its first line is no step of this problem, so there is nothing to refine',
          )
        const { search } = await service.create(spec, null, input.trace, draft.envelopes)
        const result = await resultOf(await followSearch(search.id, deps, call), service)
        return { draft: { steps: draft.steps, of: lines.length, isAnswer: draft.isAnswer }, ...result }
      }),
  )
}

const DESCRIPTION =
  'Refines an answer by tree search: its steps, as far as they can be taken, are the first branch of the tree, and the search mends it from any of them or finds another way. ' +
  'Says how many steps of the draft could be taken. Of a task with a verifier the answer is proven; of a question in words (the task text) each line is a step, ' +
  'and a language model judges and goes on, which the operator of the server names by its base URL.'
