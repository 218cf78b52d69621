/** A terminal without width: knows the few control sequences that the command writes, and refuses all others. */
export interface TerminalScreen {
  write(text: string): void
  /** Lines on the screen, without what follows the last one that was written to. */
  readonly lines: readonly string[]
  readonly cursorShown: boolean
}

const ESCAPE = '\u001b'
const CONTROL = /^\[(\??)(\d*)([A-Za-z])/

export function terminalScreen(): TerminalScreen {
  let lines: string[] = ['']
  let row = 0
  let column = 0
  let cursorShown = true

  function control(isPrivate: boolean, parameter: number, command: string): void {
    if (isPrivate && parameter === 25) cursorShown = command === 'h'
    else if (isPrivate && parameter === 2026) return
    else if (command === 'm') return
    else if (command === 'A') row -= parameter
    else if (command === 'K') lines[row] = lines[row]!.slice(0, column)
    else if (command === 'J') lines = [...lines.slice(0, row), lines[row]!.slice(0, column)]
    else throw new Error(`unknown control sequence ${command}`)
    if (row < 0) throw new Error('the cursor left the screen')
  }

  function put(character: string): void {
    if (character === '\r') column = 0
    else if (character === '\n') {
      row++
      column = 0
      if (row === lines.length) lines.push('')
    } else {
      lines[row] = lines[row]!.slice(0, column).padEnd(column) + character + lines[row]!.slice(column + 1)
      column++
    }
  }

  return {
    write: (text) => {
      for (let rest = text; rest !== '';) {
        const found = rest.startsWith(ESCAPE) ? CONTROL.exec(rest.slice(1)) : null
        if (found !== null) control(found[1] === '?', Number(found[2] === '' ? 1 : found[2]), found[3]!)
        else put(rest[0]!)
        rest = rest.slice(found === null ? 1 : found[0].length + 1)
      }
    },
    get lines() {
      return lines
    },
    get cursorShown() {
      return cursorShown
    },
  }
}
