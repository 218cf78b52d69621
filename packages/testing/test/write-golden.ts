import { writeFileSync } from 'node:fs'
import { goldenCases } from './golden-cases.ts'

/** Writes the golden logs anew: `npx tsx --conditions=@espalier/source packages/testing/test/write-golden.ts`. Look at the difference before you keep it. */
for (const { file, write } of goldenCases) {
  writeFileSync(new URL(`golden/${file}`, import.meta.url), write())
  console.log(file)
}
