import type { Checkpoints } from '@espalier/catalog'
import { readCountdownCheckpoint, readProsqaCheckpoint, readShippedCheckpoints } from '@espalier/models/node'

/** The shipped checkpoints, or others in their place. Rejects with a ModelError for a file that is missing or is none. */
export async function readCheckpoints(files: {
  readonly countdown?: string
  readonly prosqa?: string
}): Promise<Checkpoints> {
  const { countdown, prosqa } = files
  return {
    ...(await readShippedCheckpoints()),
    ...(countdown === undefined ? {} : { countdown: await readCountdownCheckpoint(countdown) }),
    ...(prosqa === undefined ? {} : { prosqa: await readProsqaCheckpoint(prosqa) }),
  }
}
