import * as z from 'zod'
import type { AlgorithmDescription, Json, OptionDescription } from '@espalier/core'
import { jsonSchema } from './json.ts'

/** A JSON Schema, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, Json>>

export interface AlgorithmInfo {
  readonly name: string
  readonly about: string
  /** Where it comes from. */
  readonly source: string
  /** Schema of `algorithm.options`: an object of numbers, and of words where there are a few to choose from. */
  readonly options: JsonSchema
}

/** What the states of a search are: lines of text, vectors that a model thinks on with, or lines of both. */
export const STATE_KINDS = ['text', 'vectors', 'both'] as const
export type StateKind = (typeof STATE_KINDS)[number]

export interface ModelInfo {
  readonly name: string
  readonly about: string
  /** Names of the tasks that it can work at. */
  readonly tasks: readonly string[]
  /** What its states are. */
  readonly states: StateKind
}

export interface TaskInfo {
  readonly name: string
  readonly about: string
  /** Schema of `problem`. */
  readonly problem: JsonSchema
  /** Problems to begin with. */
  readonly examples: readonly Json[]
}

const described = { name: z.string(), about: z.string() }
const schema = z.record(z.string(), jsonSchema).readonly().describe('JSON Schema, draft 2020-12.')

export const algorithmInfoSchema = z
  .object({ ...described, source: z.string(), options: schema })
  .readonly()
  .meta({ id: 'Algorithm' })
export const modelInfoSchema = z
  .object({
    ...described,
    tasks: z.array(z.string()).readonly(),
    states: z.enum(STATE_KINDS).describe('What its states are: lines of text, vectors, or lines of both.'),
  })
  .readonly()
  .meta({ id: 'Model' })
export const taskInfoSchema = z
  .object({ ...described, problem: schema, examples: z.array(jsonSchema).readonly() })
  .readonly()
  .meta({ id: 'Task' })

export const algorithmListSchema = z.object({ algorithms: z.array(algorithmInfoSchema).readonly() }).readonly()
export const modelListSchema = z.object({ models: z.array(modelInfoSchema).readonly() }).readonly()
export const taskListSchema = z.object({ tasks: z.array(taskInfoSchema).readonly() }).readonly()

/** Algorithms as core describes them, with their options as JSON Schema. */
export function algorithmInfos(algorithms: readonly AlgorithmDescription[]): AlgorithmInfo[] {
  return algorithms.map(({ name, about, source, options }) => ({
    name,
    about,
    source,
    options: {
      type: 'object',
      properties: Object.fromEntries(options.map((option) => [option.name, optionSchema(option)])),
      additionalProperties: false,
    },
  }))
}

function optionSchema({ about, default: initial, choices }: OptionDescription): JsonSchema {
  const kind = choices === undefined ? { type: 'number' } : { type: 'string', enum: choices }
  return { ...kind, description: about, ...(initial === null ? {} : { default: initial }) }
}
