import { messageOf, newController, type Signal } from '@espalier/core'
import { withoutChatMarks } from '../evaluate/quote.ts'
import type { AfterFn } from './tool.ts'

export interface OutsideLimits {
  readonly after: AfterFn
  /** Milliseconds that one call may take. Default 30,000. */
  readonly timeoutMs?: number
  /** Characters of what it gave that are kept. Default 4,000. */
  readonly maxChars?: number
}

/**
 * Work outside of the search as text: what it gave, or what became of it. It never rejects for what the work does; a throw, silence and too much text
 * are told in words, and marks of chat formats are written out. It rejects only when the search calls the trial off, with the signal's reason.
 */
export async function observed(
  work: (context: { readonly signal: Signal }) => unknown,
  { after, timeoutMs = 30_000, maxChars = 4000 }: OutsideLimits,
  outer: Signal,
): Promise<string> {
  const controller = newController()
  let cancel = (): void => {}
  let follow = (): void => {}
  const ended = new Promise<string>((resolve, reject) => {
    cancel = after(timeoutMs, () => resolve(`error: nothing came within ${timeoutMs} ms`))
    follow = () => reject(calledOff(outer))
    if (outer.aborted) follow()
    else outer.addEventListener('abort', follow, { once: true })
  })
  try {
    return withoutChatMarks(shortened(await Promise.race([attempt(work, controller.signal), ended]), maxChars))
  } finally {
    cancel()
    outer.removeEventListener('abort', follow)
    controller.abort()
  }
}

/** What the work gave, in words, or that it failed and how. */
async function attempt(work: (context: { readonly signal: Signal }) => unknown, signal: Signal): Promise<string> {
  try {
    const given = await work({ signal })
    return typeof given === 'string' ? given : (JSON.stringify(given) ?? 'nothing')
  } catch (error) {
    return `error: ${messageOf(error)}`
  }
}

function shortened(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  const end = /[\uD800-\uDBFF]$/.test(text.slice(0, maxChars)) ? maxChars - 1 : maxChars
  return `${text.slice(0, end)}… [${text.length} characters, the first ${end} are here]`
}

function calledOff({ reason }: Signal): Error {
  return reason instanceof Error ? reason : new Error('called off')
}
