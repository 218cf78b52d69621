import { drawsOf } from '@espalier/core'
import { norm } from '../vectors/vector.ts'
import { checkAsked, checkStart } from './checks.ts'
import type { Refiner, RefinerOptions } from './refiner.ts'
import { drawOnSphere } from './sphere.ts'

/** Uniform on the sphere of the start's norm, whatever came before: what a refinement has to beat. */
export function randomSearch({ start }: RefinerOptions): Refiner {
  checkStart(start)
  return (seed, index, history) => {
    checkAsked(start, index, history)
    return drawOnSphere(drawsOf(seed, index), start.length, norm(start))
  }
}
