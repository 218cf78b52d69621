import { afterAll, afterEach } from 'vitest'

/** A library is silent: whatever a package prints during its tests fails the test that ran. */
const printed: string[] = []

for (const method of ['log', 'info', 'warn', 'error', 'debug', 'trace'] as const) {
  console[method] = (...args: readonly unknown[]) =>
    void printed.push(`console.${method}: ${args.map(String).join(' ')}`)
}

function failIfPrinted(): void {
  const lines = printed.splice(0)
  if (lines.length > 0) throw new Error(`A package printed to the console:\n${lines.join('\n')}`)
}

afterEach(failIfPrinted)
afterAll(failIfPrinted)
