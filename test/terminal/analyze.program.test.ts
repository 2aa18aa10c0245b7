import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import stringWidth from 'string-width'
import { afterEach, describe, expect, it } from 'vitest'
import { clientLog } from '../../bench/generate/client-log.ts'
import type { Report } from '../../src/model/report.ts'
import { Terminal } from '../support/programs/terminal.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SAMPLE = 'samples/whole/stuck-on-premises'
const report = spawnSync(process.execPath, ['dist/cli.js', 'analyze', SAMPLE, '--format', 'json'], {
  encoding: 'utf8',
}).stdout
const COMMANDS = new Set(
  (JSON.parse(report) as Report).cases.flatMap(({ verdicts, diagnosis }) => [
    ...verdicts.flatMap(({ remedy, missing }) =>
      [...remedy, ...missing].flatMap(({ commands = [] }) => commands),
    ),
    ...(diagnosis?.actions ?? []).flatMap(({ commands }) => commands),
  ]),
)

const { skip, title } = requires('tmux')
let terminal: Terminal
afterEach(() => terminal.close())

describe.skipIf(skip)(`analyze in a terminal${title}`, () => {
  it.each([
    [60, 15],
    [80, 24],
    [120, 40],
  ])('prints no line that is wider than a terminal of %i × %i', async (columns, rows) => {
    terminal = new Terminal([columns, rows], ['analyze', SAMPLE, '--full'])
    const { code, before, after } = await terminal.waitForExit()
    expect(code).toBe(1)
    expect(after).toBe(before)
    const lines = terminal.written()
    for (const title of ['Inputs', 'Answer'])
      expect(lines).toContain(`── ${title} `.padEnd(columns, '─'))
    const wide = lines.filter((line) => stringWidth(line) > columns).map((line) => line.trim())
    // A command is never wrapped, so that it can be copied.
    const isCommand = (line: string) => COMMANDS.has(line) || line.startsWith('spoolscope show ')
    expect(wide.filter((line) => !isCommand(line))).toEqual([])
  })

  it('shows the whole answer on a screen of 80 × 24', async () => {
    terminal = new Terminal([80, 24], ['analyze', SAMPLE])
    await terminal.waitForExit()
    const screen = terminal.screen().join('\n')
    for (const text of ['stuck-on-premises · as of ', 'Likely cause', 'Add --full'])
      expect(screen).toContain(text)
  })

  it('uses color, except with NO_COLOR', async () => {
    terminal = new Terminal([80, 24], ['analyze', SAMPLE], { NO_COLOR: '1' })
    await terminal.waitForExit()
    expect(terminal.colorScreen()).not.toContain('\u001b')
    terminal.close()
    terminal = new Terminal([80, 24], ['analyze', SAMPLE])
    await terminal.waitForExit()
    expect(terminal.colorScreen()).toContain('\u001b[')
  })

  it('restores the terminal when Ctrl-C ends it in the middle of a log', async () => {
    const folder = temporaryFolder()
    try {
      // A pipe with an endless log: Ctrl-C always comes while it is read.
      const pipe = join(folder, 'Lync-UccApi-0.UccApilog')
      spawnSync('mkfifo', [pipe])
      terminal = new Terminal([80, 24], ['analyze', pipe])
      const log = Readable.from(clientLog({ bytes: 2 ** 50, seed: 1 }))
      const writer = log.pipe(createWriteStream(pipe))
      const readerClosed = once(writer, 'error')
      await terminal.waitForText('Reading: ')
      terminal.press('C-c')
      const { code, before, after } = await terminal.waitForExit()
      expect({ code, after }).toEqual({ code: 130, after: before })
      expect(terminal.state()).toMatchObject({ alternateScreen: false, cursorShown: true })
      await readerClosed
      log.destroy()
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
