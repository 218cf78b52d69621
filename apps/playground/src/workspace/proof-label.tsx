import { useSessionState } from './session-context.ts'

/** Whether a search from a file is known to be as its run wrote it. Nothing for searches that were never in doubt. */
export function ProofLabel() {
  const { proof } = useSessionState()
  if (proof === null) return null
  const isProven = proof === 'proven'
  return (
    <span
      className={`badge ${isProven ? 'answer' : ''}`}
      role="status"
      title={
        isProven
          ? 'The file is as its run wrote it: its checksum, the hash of its events, and the tree and the answer that they come to'
          : 'The tree is shown as the file has it; whether the file is as its run wrote it is being checked'
      }
    >
      {isProven ? 'file proven' : 'checking the file…'}
    </span>
  )
}
