import { describe } from 'vitest'
import { catalogTests } from './catalog-tests.ts'
import { controlTests } from './control-tests.ts'
import { eventTests } from './event-tests.ts'
import { fileTests } from './file-tests.ts'
import { forkTests } from './fork-tests.ts'
import { listTests } from './list-tests.ts'
import { thoughtTests } from './thought-tests.ts'
import { treeTests } from './tree-tests.ts'
import type { TransportSuiteOptions } from './transport-suite.ts'

/** What every transport must do, wherever its searches run. */
export function describeTransport(name: string, options: TransportSuiteOptions): void {
  describe(`transport ${name}`, () => {
    catalogTests(options)
    eventTests(options)
    treeTests(options)
    thoughtTests(options)
    controlTests(options)
    forkTests(options)
    listTests(options)
    fileTests(options)
  })
}
