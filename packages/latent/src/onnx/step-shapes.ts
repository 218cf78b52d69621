import { ModelError } from '@espalier/models'
import type { InferenceSession, Tensor } from 'onnxruntime-common'
import type { ThoughtContract } from './contract.ts'

/** A size that the contract fixes, or the name of one that differs from call to call. */
type Axis = number | 'batch' | 'n' | 'past'

interface Slot {
  readonly type: Tensor.Type
  readonly shape: readonly Axis[]
}

/** What a session tells of its graph. */
type GraphMetadata = Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>

/** Inputs and outputs of `step.onnx` under this contract. */
function stepSlots(contract: ThoughtContract): {
  readonly inputs: Readonly<Record<string, Slot>>
  readonly outputs: Readonly<Record<string, Slot>>
} {
  const { dim, layers, heads, projector } = contract
  const float = (...shape: readonly Axis[]): Slot => ({ type: 'float32', shape })
  const past = float(layers, 'batch', heads, 'past', dim / heads)
  const present = float(layers, 'batch', heads, 'n', dim / heads)
  return {
    inputs: {
      inputs_embeds: float('batch', 'n', dim),
      position: { type: 'int64', shape: ['batch', 'n'] },
      past_keys: past,
      past_values: past,
      ...(projector ? { thought_mask: float('batch', 'n') } : {}),
    },
    outputs: { hidden: float('batch', 'n', dim), present_keys: present, present_values: present },
  }
}

/**
 * Checks that a session runs the graph that the contract describes. Throws `TENSOR_MISSING` for a name that is not there or not known,
 * `TENSOR_DTYPE` or `TENSOR_SHAPE` with both shapes.
 */
export function checkGraph(contract: ThoughtContract, session: GraphMetadata): void {
  const { inputs, outputs } = stepSlots(contract)
  checkSide('input', inputs, session.inputMetadata)
  checkSide('output', outputs, session.outputMetadata)
}

function checkSide(
  side: 'input' | 'output',
  slots: Readonly<Record<string, Slot>>,
  metadata: readonly InferenceSession.ValueMetadata[],
): void {
  const names = metadata.map(({ name }) => name)
  for (const [name, { type, shape }] of Object.entries(slots)) {
    const where = `step.onnx, ${side} ${name}`
    const found = metadata.find((value) => value.name === name)
    if (found === undefined) {
      const got = `${side}s ${names.join(', ')}`
      throw new ModelError('TENSOR_MISSING', `graph has no such ${side}`, { got, expected: describe(shape), where })
    }
    if (!found.isTensor || found.type !== type) {
      const got = found.isTensor ? found.type : 'no tensor'
      throw new ModelError('TENSOR_DTYPE', 'graph does not fit the contract', { got, expected: type, where })
    }
    if (!fits(shape, found.shape)) {
      const got = describe(found.shape)
      throw new ModelError('TENSOR_SHAPE', 'graph does not fit the contract', { got, expected: describe(shape), where })
    }
  }
  // An output more does no harm; an input more is one that nobody would feed.
  const extra = side === 'input' ? names.find((name) => !(name in slots)) : undefined
  if (extra !== undefined) {
    const expected = `inputs ${Object.keys(slots).join(', ')}`
    const where = `step.onnx, input ${extra}`
    throw new ModelError('TENSOR_MISSING', 'graph has an input that the contract does not know', {
      got: extra,
      expected,
      where,
    })
  }
}

/** A size of the contract has to be the graph's, where the graph fixes it; one that differs from call to call has to be left open. */
function fits(shape: readonly Axis[], got: readonly (number | string)[]): boolean {
  if (got.length !== shape.length) return false
  return shape.every((axis, i) => typeof got[i] === 'string' || got[i] === axis)
}

function describe(shape: readonly (number | string)[]): string {
  return `shape [${shape.join(', ')}]`
}

/** The values of an output, if it came in this shape and all of them are numbers. Throws `TENSOR_MISSING`, `TENSOR_SHAPE` or `TENSOR_NOT_FINITE`. */
export function outputData(outputs: InferenceSession.ReturnType, name: string, shape: readonly number[]): Float32Array {
  const tensor = outputs[name]
  const where = `step.onnx, output ${name}`
  const expected = describe(shape)
  if (tensor === undefined || !(tensor.data instanceof Float32Array))
    throw new ModelError('TENSOR_MISSING', 'no such output', { got: tensor?.type ?? 'nothing', expected, where })
  if (!fits(shape, tensor.dims))
    throw new ModelError('TENSOR_SHAPE', 'output in another shape', { got: describe(tensor.dims), expected, where })
  const { data } = tensor
  const bad = data.findIndex((value) => !Number.isFinite(value))
  if (bad >= 0) {
    throw new ModelError('TENSOR_NOT_FINITE', 'the graph gave no number; its weights or its input are unsound', {
      got: String(data[bad]),
      expected: 'finite values',
      where: `${where}, value ${bad}`,
    })
  }
  return data
}
