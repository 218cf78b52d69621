import type { Command } from 'commander'
import type { SearchEvent } from '@espalier/core'
import { sealFault } from '@espalier/protocol'
import { ExitCode } from '../exit-code.ts'
import { hasColor } from '../io.ts'
import { LogError } from '../log/log-error.ts'
import { readLog } from '../log/log-reader.ts'
import { createPalette } from '../view/palette.ts'
import { counted } from '../view/wording.ts'
import type { World } from '../world.ts'

export function addVerifyTraceCommand(program: Command, world: World, done: (code: ExitCode) => void): void {
  program
    .command('verify-trace')
    .summary('hold a revealed trace against the seal that was given of it')
    .description(
      'Prove that a log is the one of a sealed search: its events come to the seal that was given before they were shown. A seal from the middle of a ' +
        'search proves what had happened by then.',
    )
    .argument('<file>', 'the log of a sealed search, revealed')
    .requiredOption('--seal <seal>', 'the seal, as the search gave it: EVENTS-HASH')
    .action(async (file: string, { seal }: { readonly seal: string }) => done(await verifyTrace(world, file, seal)))
}

async function verifyTrace({ io }: World, file: string, seal: string): Promise<ExitCode> {
  const events: SearchEvent[] = []
  const log = readLog(file)
  for (;;) {
    const next = await log.next()
    if (next.done !== true) {
      events.push(next.value.envelope.event)
      continue
    }
    const { salt } = next.value
    if (salt === null) throw new LogError(file, 1, 'the log is not of a sealed search: it says nothing of a salt')
    const fault = sealFault(seal, salt, events)
    if (fault !== null) throw new LogError(file, null, fault)
    break
  }
  const palette = createPalette(hasColor(io.stdout, io.env))
  const covered = Number(seal.split('-')[0])
  io.stdout.write(
    `${palette.good('verified')}  ${counted(covered, 'event')} of ${events.length} are those that were sealed\n`,
  )
  return ExitCode.ok
}
