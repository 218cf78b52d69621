import { expect, it } from 'vitest'
import { LinkedController, Work, isCalledOff, onCalledOff } from './abort.ts'

const workOf = (linked: LinkedController): Work => new Work(linked, () => {})

it('calls work off with the reason of the caller, whether its signal was read before or after', () => {
  const outer = new AbortController()
  const linked = new LinkedController(outer.signal)
  const [early, late] = [workOf(linked), workOf(linked)]
  const { signal } = early
  let heard = 0
  signal.addEventListener('abort', () => heard++)
  outer.abort('enough')
  expect([signal.aborted, signal.reason, heard]).toEqual([true, 'enough', 1])
  expect([late.signal.aborted, late.signal.reason, linked.aborted]).toEqual([true, 'enough', true])
  expect(workOf(new LinkedController(outer.signal)).signal.aborted).toBe(true)
})

it('tells every listener of a piece of work, and nobody once it is done', () => {
  const linked = new LinkedController(undefined)
  const [under, done] = [workOf(linked), workOf(linked)]
  const told: string[] = []
  onCalledOff(under, () => told.push('first'))
  onCalledOff(under, () => told.push('second'))
  onCalledOff(done, () => told.push('done'))
  const { signal } = done
  done.release()
  linked.abort()
  linked.abort()
  expect(told).toEqual(['first', 'second'])
  expect([under, done].map(isCalledOff)).toEqual([true, false])
  expect([signal.aborted, workOf(linked).signal.aborted]).toEqual([false, true])
})

it('gives work a signal that nobody aborts any more when it is first read after the work', () => {
  const linked = new LinkedController(undefined)
  const work = workOf(linked)
  work.release()
  const { signal } = work
  linked.abort()
  expect(signal.aborted).toBe(false)
  expect(work.signal).toBe(signal)
})

it('listens to the signal of a context that somebody else made', () => {
  const controller = new AbortController()
  let heard = 0
  onCalledOff(controller, () => heard++)
  expect(isCalledOff(controller)).toBe(false)
  controller.abort()
  controller.abort()
  expect([isCalledOff(controller), heard]).toEqual([true, 1])
})
