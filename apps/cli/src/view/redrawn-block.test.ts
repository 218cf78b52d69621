import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { terminalScreen } from '../testing/terminal-screen.ts'
import { createRedrawnBlock } from './redrawn-block.ts'

function blockOnScreen(columns = 80) {
  const screen = terminalScreen()
  let writes = 0
  const size = { columns }
  const output = {
    isTerminal: true,
    rows: 24,
    get columns() {
      return size.columns
    },
    write: (text: string) => {
      writes++
      screen.write(text)
    },
  }
  return { screen, size, block: createRedrawnBlock(output), output, writes: () => writes }
}

describe('a redrawn block', () => {
  it('always shows its last frame, below what was there before', () => {
    const frame = fc.array(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '█'), maxLength: 20 }), { maxLength: 8 })
    fc.assert(
      fc.property(fc.array(frame, { minLength: 1, maxLength: 10 }), (frames) => {
        const { screen, block, output } = blockOnScreen()
        output.write('before\n')
        for (const lines of frames) {
          block.draw(lines)
          expect(screen.lines).toEqual(['before', ...lines, ''])
        }
      }),
    )
  })

  it('writes one frame at once and nothing for a frame that is shown already', () => {
    const { block, writes } = blockOnScreen()
    block.draw(['a', 'b'])
    block.draw(['a', 'b'])
    expect(writes()).toBe(1)
  })

  it('hides the cursor while it is drawn and gives it back', () => {
    const { screen, block } = blockOnScreen()
    expect(screen.cursorShown).toBe(true)
    block.draw(['a'])
    expect(screen.cursorShown).toBe(false)
    block.close()
    expect(screen.cursorShown).toBe(true)
    expect(screen.lines).toEqual(['a', ''])
  })

  it('leaves nothing behind when it is erased', () => {
    const { screen, block, output } = blockOnScreen()
    output.write('before\n')
    block.draw(['a', 'b'])
    block.erase()
    block.close()
    expect(screen.lines).toEqual(['before', ''])
  })

  it('goes up over the lines that a narrower terminal has wrapped', () => {
    const { block, size, output } = blockOnScreen(80)
    let written = ''
    block.draw(['x'.repeat(70), 'short'])
    size.columns = 40
    output.write = (text: string) => void (written += text)
    block.draw(['y'])
    expect(written).toContain('\u001b[3A')
  })
})
