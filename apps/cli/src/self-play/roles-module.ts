import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf } from '@espalier/core'
import { readWordingCheckpoint, WORDING_ACTOR_CHECKPOINT } from '@espalier/models/node'
import {
  providerRole,
  type Role,
  type Roles,
  type SelfPlayOptions,
  type Templates,
  type VerifyFn,
} from '@espalier/self-play'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'
import type { Io } from '../io.ts'
import { openRemoteModels } from '../run/open-remote-models.ts'
import { verifyWordingAnswer, WORDING_TEMPLATES, wordingRoles } from './wording-roles.ts'

/** Name of the roles that the embedded wording models play. */
const EMBEDDED = 'wording'

/** Who plays, and what comes with it. */
export interface RolesModule {
  readonly roles: Roles
  /** Trains: roles of the next round from what the last one taught. */
  readonly improve?: NonNullable<SelfPlayOptions['improve']>
  /** Says by a program whether an answer does what its prompt asks. */
  readonly verify?: VerifyFn
  readonly templates?: Partial<Templates>
  /** Lets go of connections. */
  readonly close?: () => Promise<void>
}

/** What is kept of `--roles`: the name of the embedded ones, or the whole path of a file. */
export const rolesPath = (given: string): string => (given === EMBEDDED ? given : resolve(given))

/**
 * The roles that `wording`, a JSON file of endpoints or a module stands for. Throws a CliError for a file that is none of them.
 */
export async function openRoles(path: string, io: Pick<Io, 'env' | 'stderr'>): Promise<RolesModule> {
  if (path === EMBEDDED) {
    const [actor, refiner] = [await readWordingCheckpoint(WORDING_ACTOR_CHECKPOINT), await readWordingCheckpoint()]
    return { roles: wordingRoles(actor, refiner), templates: WORDING_TEMPLATES, verify: verifyWordingAnswer }
  }
  return path.endsWith('.json') ? endpointRoles(path, io) : loadRoles(path)
}

/** Roles behind endpoints: a file of models as `espalier serve --models` reads it, which names `actor` and `judge`, and perhaps `refiner`. */
function endpointRoles(path: string, io: Pick<Io, 'env' | 'stderr'>): RolesModule {
  const { providers, close } = openRemoteModels(path, io)
  const { actor, judge, refiner = judge } = providers
  if (actor === undefined || judge === undefined || refiner === undefined) {
    const got = Object.keys(providers).join(', ')
    throw new CliError(ExitCode.usage, `${path}: models: got ${got}, expected actor and judge`)
  }
  return { roles: { actor: providerRole(actor), judge: providerRole(judge), refiner: providerRole(refiner) }, close }
}

/** Imports a module that exports `actor`, `judge` and `refiner`, and perhaps `improve`, `verify` and `templates`. */
async function loadRoles(path: string): Promise<RolesModule> {
  let module: Readonly<Record<string, unknown>>
  try {
    module = (await import(/* @vite-ignore */ pathToFileURL(resolve(path)).href)) as typeof module
  } catch (error) {
    throw new CliError(ExitCode.file, `cannot load the roles of ${path}: ${messageOf(error)}`, { cause: error })
  }
  const named = (name: string, optional: boolean): unknown => {
    const value = module[name]
    if (typeof value === 'function' || (optional && value === undefined)) return value
    throw new CliError(ExitCode.usage, `${path}: ${name}: got ${typeof value}, expected a function`)
  }
  const role = (name: string): Role => named(name, false) as Role
  const improve = named('improve', true) as RolesModule['improve']
  const verify = named('verify', true) as RolesModule['verify']
  const { templates } = module as { readonly templates?: Partial<Templates> }
  return {
    roles: { actor: role('actor'), judge: role('judge'), refiner: role('refiner') },
    ...(improve === undefined ? {} : { improve }),
    ...(verify === undefined ? {} : { verify }),
    ...(templates === undefined ? {} : { templates }),
  }
}
