/** Reads shipped checkpoints from disk: the Node entry, and the only part of the package that touches files. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { ModelError } from './runtime/model-error.ts'

/** Where the shipped Countdown checkpoint lies. */
export const COUNTDOWN_CHECKPOINT = shipped('countdown')
/** Where the shipped ProsQA checkpoint lies. */
export const PROSQA_CHECKPOINT = shipped('prosqa')
/** Where the shipped wording checkpoint lies: a model that judges and mends. */
export const WORDING_CHECKPOINT = shipped('wording')
/** Where the wording checkpoint lies that self-play begins with as its actor: of the same training, early on. */
export const WORDING_ACTOR_CHECKPOINT = shipped('wording-actor')
/** Where the shipped table of byte n-grams lies. */
export const BYTES_TABLE = shipped('bytes', 'ngrams')

/** Bytes of a Countdown checkpoint; by default of the shipped one. Throws `CHECKPOINT_FILE` if the file cannot be read. */
export const readCountdownCheckpoint = (path = COUNTDOWN_CHECKPOINT): Promise<Uint8Array> => readCheckpointFile(path)

/** Bytes of a ProsQA checkpoint; by default of the shipped one. Throws `CHECKPOINT_FILE` if the file cannot be read. */
export const readProsqaCheckpoint = (path = PROSQA_CHECKPOINT): Promise<Uint8Array> => readCheckpointFile(path)

/** Bytes of a wording checkpoint; by default of the shipped one. Throws `CHECKPOINT_FILE` if the file cannot be read. */
export const readWordingCheckpoint = (path = WORDING_CHECKPOINT): Promise<Uint8Array> => readCheckpointFile(path)

/** Bytes of the shipped table of byte n-grams. Throws `CHECKPOINT_FILE` if the file cannot be read. */
export const readBytesTable = (path = BYTES_TABLE): Promise<Uint8Array> => readCheckpointFile(path)

/** Bytes of the shipped checkpoints by the task of their models; without those that were not trained yet. */
export async function readShippedCheckpoints(): Promise<{
  readonly countdown?: Uint8Array
  readonly prosqa?: Uint8Array
}> {
  const read = async (name: string, path: string) =>
    existsSync(path) ? { [name]: await readCheckpointFile(path) } : {}
  return { ...(await read('countdown', COUNTDOWN_CHECKPOINT)), ...(await read('prosqa', PROSQA_CHECKPOINT)) }
}

function shipped(name: string, kind = 'safetensors'): string {
  return fileURLToPath(new URL(`../checkpoints/${name}.${kind}`, import.meta.url))
}

async function readCheckpointFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path)
  } catch (error) {
    const got = error instanceof Error && 'code' in error ? String(error.code) : 'an error'
    throw new ModelError('CHECKPOINT_FILE', 'cannot read the checkpoint', {
      got,
      expected: 'a readable file',
      where: path,
    })
  }
}
