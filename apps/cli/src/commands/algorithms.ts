import type { Command } from 'commander'
import { ALGORITHMS, type AlgorithmDescription, type OptionDescription } from '@espalier/core'
import { ExitCode } from '../exit-code.ts'
import { hasColor } from '../io.ts'
import { createPalette, type Palette } from '../view/palette.ts'
import type { World } from '../world.ts'

export function addAlgorithmsCommand(program: Command, { io }: World, done: (code: ExitCode) => void): void {
  program
    .command('algorithms')
    .summary('list the algorithms')
    .description('List the algorithms with their options and sources.')
    .option('--json', 'print them as JSON')
    .action((options: { readonly json?: true }) => {
      const palette = createPalette(hasColor(io.stdout, io.env))
      if (options.json === true) io.stdout.write(`${JSON.stringify(ALGORITHMS)}\n`)
      else
        io.stdout.write(
          `${ALGORITHMS.map((algorithm) => describeAlgorithm(algorithm, palette).join('\n')).join('\n\n')}\n`,
        )
      done(ExitCode.ok)
    })
}

function describeAlgorithm({ name, about, source, options }: AlgorithmDescription, palette: Palette): string[] {
  return [
    `${palette.bold(name)}  ${about}`,
    `  ${palette.dim(source)}`,
    ...options.map((option) => describeOption(option)),
  ]
}

function describeOption({ name, default: standard, about, choices }: OptionDescription): string {
  const value = typeof standard === 'number' ? Number(standard.toFixed(4)) : standard
  const meaning = choices === undefined ? about : `${about}: ${choices.join(', ')}`
  return `  ${(value === null ? name : `${name}=${value}`).padEnd(18)} ${meaning}`
}
