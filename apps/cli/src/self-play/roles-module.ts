import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { messageOf } from '@espalier/core'
import type { Role, Roles, SelfPlayOptions, Templates, VerifyFn } from '@espalier/self-play'
import { CliError } from '../cli-error.ts'
import { ExitCode } from '../exit-code.ts'

/** What a module of roles exports. */
export interface RolesModule {
  readonly roles: Roles
  /** Trains: roles of the next round from what the last one taught. */
  readonly improve?: NonNullable<SelfPlayOptions['improve']>
  /** Says by a program whether an answer does what its prompt asks. */
  readonly verify?: VerifyFn
  readonly templates?: Partial<Templates>
}

/** Imports a module that exports `actor`, `judge` and `refiner`, and perhaps `improve`, `verify` and `templates`. */
export async function loadRoles(path: string): Promise<RolesModule> {
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
