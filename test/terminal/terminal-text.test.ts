import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatColumns } from '../../src/terminal/columns.ts'
import { abridge, headingLine, paint, wrapPath, wrapText } from '../../src/terminal/layout.ts'
import type { OutputStream } from '../../src/terminal/output-stream.ts'
import {
  joinLines,
  joinTexts,
  TerminalText,
  type Text,
  terminal,
  terminalText,
} from '../../src/terminal/terminal-text.ts'
import type { Span } from '../../src/ui/span.ts'

const STYLE = { width: 80, color: true }
/** Moves the cursor, sets the title, reverses text, hides, and looks like a blank. */
const HOSTILE =
  'a\u001b[2J\u009b2J\u001b]0;x\u0007\r\n\u202eb\u200b\ufe0f\u3164\u115f\u{e0041}\u0085'
const SHOWN =
  'a\\u{1b}[2J\\u{9b}2J\\u{1b}]0;x\\u{7}\\u{d}\\u{a}\\u{202e}b\\u{200b}\\u{fe0f}\\u{3164}\\u{115f}' +
  '\\u{e0041}\\u{85}'
/** What a terminal would act on, hide or reorder. Line ends are of our own. */
const ACTIVE =
  /\p{Default_Ignorable_Code_Point}|[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u
const activeIn = (text: Text) => ACTIVE.test(String(text).replace(/\u001b\[\d{1,2}m/g, ''))

describe('text for a terminal', () => {
  it('shows what is inserted as printable, and leaves our own text unchanged', () => {
    expect(`${terminal`\u001b[K${HOSTILE} ${7}\n`}`).toBe(`\u001b[K${SHOWN} 7\n`)
    expect(`${terminalText(HOSTILE)}`).toBe(SHOWN)
    const painted = paint(STYLE, 'bold', HOSTILE)
    expect(`${terminal`${painted}`}`).toBe(`\u001b[1m${SHOWN}\u001b[22m`)
  })

  it('has no color that comes from outside', () => {
    expect(`${terminal`${'\u001b[32mfine'}`}`).toBe('\\u{1b}[32mfine')
    // A painted text that became a string is made printable again, like any other.
    expect(`${terminal`${`${paint(STYLE, 'red', 'x')}`}`}`).toBe('\\u{1b}[31mx\\u{1b}[39m')
  })

  it('is inert in every layout', () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text + HOSTILE)
    fc.assert(
      fc.property(hostile, hostile, fc.integer({ min: 10, max: 60 }), (text, other, width) => {
        const lines: readonly Text[] = [
          ...wrapText(text, width, { indent: 4, marker: other }),
          ...wrapPath(text, width, 2),
          ...abridge(text, width, 2),
          ...formatColumns([[text, [other, text]]], { header: [other, text] }),
          headingLine('Inputs', { width, color: true }),
          paint(STYLE, ['bold', 'red'], text),
          joinTexts([text, other], other),
        ]
        for (const line of lines) expect(activeIn(line)).toBe(false)
        expect(activeIn(joinLines([text, ...lines]))).toBe(false)
      }),
    )
  })

  it('cannot be made otherwise, which the compiler knows', () => {
    expect(refusedByTheCompiler).toBeTypeOf('function')
    expect(() =>
      TerminalText.fromText('x', Symbol('only this file creates text for a terminal') as never),
    ).toThrow('can only be created')
  })
})

/** Never called: it compiles only if each of these is an error. */
function refusedByTheCompiler(stream: OutputStream, name: string): void {
  // @ts-expect-error A string may come from anywhere.
  stream.write(name)
  // @ts-expect-error A template of strings is a string.
  stream.write(`spoolscope: ${name}\n`)
  // @ts-expect-error An object that looks like it is not it.
  const forged: TerminalText = { toString: () => name, trimStart: () => forged }
  // @ts-expect-error The constructor is private.
  stream.write(new TerminalText(name))
  // @ts-expect-error A span is created by functions that make its text printable.
  const piece: Span = { text: name, width: 1, style: [] }
  stream.write(terminal`${forged}${piece.text}`)
}

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.tsx?$/.test(path))
const filesMatching = (pattern: RegExp) =>
  sources.filter((path) => pattern.test(readFileSync(`src/${path}`, 'utf8'))).sort()

describe('the sources', () => {
  it('name the streams of the process only where they become streams for text', () => {
    expect(filesMatching(/\bprocess\s*\.\s*std(?:out|err)\b/)).toEqual([
      'cli/standard-stream.ts',
      'output/output-file.ts',
    ])
    expect(
      filesMatching(/\b(?:console\s*\.\s*\w+\(|process\.(?:binding|_raw)|writeSync\(\s*[12]\b)/),
    ).toEqual([])
  })

  it('use the stream itself only for outputs that may be files, and for the dashboard', () => {
    expect(filesMatching(/\braw\.write\b/)).toEqual(['terminal/output-stream.ts'])
    expect(filesMatching(/\.writeData\(/)).toEqual([
      'cli/completion/print-completions.ts',
      'cli/standard-stream.ts',
      'commands/batch.ts',
      'commands/completion.ts',
      'commands/watch.ts',
    ])
  })

  it('mark only the output of the layout and of the dashboard as trusted', () => {
    expect(filesMatching(/\btrustedText\b/)).toEqual([
      'terminal/clipboard.ts',
      'terminal/columns.ts',
      'terminal/layout.ts',
      'terminal/terminal-text.ts',
      'ui/screen.ts',
    ])
    expect(filesMatching(/TerminalText\.fromText\b/)).toEqual(['terminal/terminal-text.ts'])
  })
})
