import { open } from 'node:fs/promises'

/** Makes a new name durable, where the system can (Windows cannot open directories). */
export async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return
  const file = await open(directory, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
