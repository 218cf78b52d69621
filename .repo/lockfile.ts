/** The part of package-lock.json that is judged here. */
export interface LockEntry {
  readonly version?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/**
 * What would make `npm ci` fail or tie it to one machine: platform packages that are named but not locked (a registry that
 * lacks them leaves them out without a word, and the next `npm ci` dies), and download addresses.
 */
export function lockfileProblems(packages: Readonly<Record<string, LockEntry>>): readonly string[] {
  const locked = new Set(Object.keys(packages).map((key) => key.split('node_modules/').at(-1)))
  return Object.entries(packages).flatMap(([key, entry]) => {
    const missing = Object.keys(entry.optionalDependencies ?? {}).filter((name) => !locked.has(name))
    const addressed = entry.link !== true && entry.resolved !== undefined
    return [
      ...missing.map((name) => `package-lock.json: ${name}, optional for ${key}, is missing; npm ci will fail`),
      ...(addressed ? [`package-lock.json: ${key} names a download address; .npmrc leaves them out`] : []),
    ]
  })
}
