import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alternateScreen, screenReaderScreen } from '../../src/ui/screen.ts'
import { recordingStream, renderTerminal } from '../support/programs/fake-terminal.ts'

const NONE: ReadonlySet<number> = new Set()

describe('the alternate screen', () => {
  it('opens and closes, and restores cursor and wrapping', () => {
    const { stream, written } = recordingStream()
    const screen = alternateScreen(stream, { mouse: false })
    screen.open()
    screen.close()
    screen.close()
    expect(written()).toBe(
      '\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J\u001b[?7h\u001b[?25h\u001b[?1049l',
    )
  })

  it('shows the last frame, whatever it showed before', () => {
    const line = fc.stringMatching(/^[ -~]{0,10}$/)
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.array(line, { maxLength: 6 }), fc.boolean()), {
          minLength: 1,
          maxLength: 8,
        }),
        (frames) => {
          const { stream, written } = recordingStream()
          const screen = alternateScreen(stream, { mouse: false })
          screen.open()
          for (const [lines, resized] of frames) {
            if (resized) screen.invalidate()
            // Rows that are shown already are not drawn again.
            const drawn = lines.map((text, row) => (screen.isShown(text, row) ? '' : text))
            screen.draw({ lines, continuations: NONE, isSelectable: true }, drawn)
          }
          const last = frames.at(-1)?.[0] ?? []
          expect(renderTerminal(written(), { columns: 12, rows: 7 })).toEqual(
            last
              .map((text) => text.trimEnd())
              .join('\n')
              .trimEnd(),
          )
        },
      ),
    )
  })

  it('writes only the changed lines of a frame', () => {
    const { stream, written } = recordingStream()
    const screen = alternateScreen(stream, { mouse: false })
    screen.open()
    screen.draw({ lines: ['a', 'b'], continuations: NONE, isSelectable: true }, ['a', 'b'])
    const before = written().length
    screen.draw({ lines: ['a', 'b'], continuations: NONE, isSelectable: true }, ['', ''])
    expect(written().length).toBe(before)
    screen.draw({ lines: ['a', 'c'], continuations: NONE, isSelectable: true }, ['', 'c'])
    expect(written().slice(before)).toBe('\u001b[?2026h\u001b[2;1H\u001b[2Kc\u001b[?2026l')
  })

  it('lets the terminal wrap continued lines', () => {
    const { stream, written } = recordingStream()
    const screen = alternateScreen(stream, { mouse: false })
    screen.open()
    const before = written().length
    const frame = {
      lines: ['0123456789', '0123', 'end'],
      continuations: new Set([1]),
      isSelectable: true,
    }
    screen.draw(frame, frame.lines)
    expect(written().slice(before)).toContain('\u001b[?7h01234567890123\u001b[?7l')
    expect(renderTerminal(written(), { columns: 10, rows: 4 })).toBe('0123456789\n0123\nend')
  })

  it('writes nothing after it was closed', () => {
    const { stream, written } = recordingStream()
    const screen = alternateScreen(stream, { mouse: false })
    screen.open()
    screen.close()
    const before = written().length
    screen.draw({ lines: ['a'], continuations: NONE, isSelectable: true }, ['a'])
    expect(written().length).toBe(before)
  })
})

it('a sentence is written once, and again only if it was gone in between', () => {
  const { stream, written } = recordingStream()
  const screen = screenReaderScreen(stream)
  screen.open()
  for (const lines of [['a', 'b'], ['a', 'c'], ['a', 'c'], ['b']])
    screen.draw({ lines, continuations: NONE, isSelectable: true }, lines)
  screen.close()
  expect(written()).toBe('a\nb\nc\nb\n')
})
