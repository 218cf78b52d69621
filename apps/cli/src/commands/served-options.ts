import { Option, type Command } from 'commander'
import { TRACE_LEVELS, type TraceLevel } from '@espalier/protocol'

/** Of everything that serves searches, whatever the door. */
export interface ServedOptions {
  readonly countdown?: string
  readonly prosqa?: string
  readonly models?: string
  readonly trace: TraceLevel
}

export function addServedOptions(command: Command): Command {
  return command
    .option('--countdown <file>', 'another checkpoint of the Countdown model')
    .option('--prosqa <file>', 'another checkpoint of the ProsQA model')
    .option(
      '--models <file>',
      'JSON of models behind other servers: {"models": {NAME: {"baseUrl", "model", "keyVariable", "search"}}}',
    )
    .addOption(
      new Option('--trace <level>', 'how much of a search is shown, at most')
        .choices([...TRACE_LEVELS])
        .default('full'),
    )
}
