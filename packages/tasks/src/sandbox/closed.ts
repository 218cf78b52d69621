import { TaskError } from '../task-error.ts'

export function closedError(): TaskError {
  return new TaskError('INVALID_OPTIONS', 'The sandbox is closed', {
    got: 'a call',
    expected: 'none after close',
    where: 'sandbox',
  })
}
