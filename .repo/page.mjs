// Whether the built playground is newer than everything that it is built from.
import { readdirSync, statSync } from 'node:fs'

const SOURCES =
  /^(apps\/playground\/(src|public)\/|apps\/playground\/[^/]+$|packages\/[^/]+\/(src|checkpoints)\/|package-lock\.json$)/

/** False where it was never built. Reads times only, so a change of branch counts as a change. */
export function isPageCurrent(root) {
  const built = changedAt(`${root}apps/playground/dist/index.html`)
  if (built === null) return false
  const files = ['apps', 'packages'].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true }).map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
  )
  return [...files, 'package-lock.json']
    .filter((path) => SOURCES.test(path))
    .every((path) => (changedAt(`${root}${path}`) ?? 0) <= built)
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null
}
