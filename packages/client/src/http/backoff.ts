const MAX_MS = 30_000

/**
 * Milliseconds before the given try (from 1): `baseMs` doubled with each, at most half a minute, less up to half of it by chance so that
 * readers do not come back all at once.
 */
export function backoffMs(attempt: number, baseMs: number, random: () => number): number {
  return Math.min(MAX_MS, baseMs * 2 ** Math.min(attempt - 1, 16)) * (1 - random() / 2)
}
