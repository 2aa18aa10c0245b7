import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { folderEntries } from '../support/archives/folder-entries.ts'
import { createZip } from '../support/archives/zip.ts'
import { habits, habitsAsMarkdown } from '../support/cli/habits.ts'
import { programFolder } from '../support/programs/program-folder.ts'
import { Terminal } from '../support/programs/terminal.ts'
import { requires } from '../support/requires.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const SAMPLE = 'samples/whole/stuck-on-premises'
const folder = temporaryFolder('habits')
const env = { PATH: `${programFolder()}:${process.env.PATH}`, COLUMNS: '80' }

beforeAll(() => {
  cpSync(SAMPLE, join(folder, 'PC-0142'), { recursive: true })
  writeFileSync(join(folder, 'PC-0142.zip'), createZip(folderEntries(SAMPLE)))
  copyFileSync('samples/formats/client-log/sign-in.UccApilog', join(folder, 'a.UccApilog'))
})

it.each(habits)('$habit: $typed', ({ typed, exitCode, output, came, both = false }) => {
  const printed = spawnSync('sh', ['-c', typed], { cwd: folder, encoding: 'utf8', env, input: '' })
  const other = output === 'stdout' ? 'stderr' : 'stdout'
  expect(printed[output]).toContain(came)
  expect(printed[other] === '').toBe(!both)
  expect(printed.status).toBe(exitCode)
  expect(printed.stderr).not.toContain('a bug in spoolscope')
})

// UPDATE_DOCS=1 npx vitest run test/cli/habits.program.test.ts writes the table.
it('docs/command-line.md shows what comes', () => {
  const path = 'docs/command-line.md'
  const page = readFileSync(path, 'utf8')
  const fresh = page.replace(
    /(<!-- generated: habits -->\n)[\s\S]*?(\n<!-- end -->)/,
    (_, head: string, end: string) => `${head}${habitsAsMarkdown()}${end}`,
  )
  if (process.env.UPDATE_DOCS) writeFileSync(path, fresh)
  else expect(page).toBe(fresh)
})

const { skip, title } = requires('tmux')
const pager = requires('less')

describe.skipIf(skip)(`in a terminal${title}`, () => {
  const start = (size: readonly [number, number], args: readonly string[], pager = 'cat') =>
    new Terminal(size, args, { PAGER: pager })

  it('a narrow one has no wider line', async () => {
    const terminal = start([40, 30], ['help', 'merge'])
    const { code } = await terminal.waitForExit()
    expect(code).toBe(0)
    // What can be typed is never wrapped.
    const isTyped = (line: string) => /^Usage: | {2}.*(?:spoolscope |--)/.test(line)
    expect(terminal.written().filter((line) => line.length > 40 && !isTyped(line))).toEqual([])
    terminal.close()
  })

  it('a message is wrapped at words', async () => {
    const terminal = start([40, 30], ['analyze', 'nowhere'])
    const { code } = await terminal.waitForExit()
    expect(code).toBe(2)
    expect(terminal.written().slice(1, 4)).toEqual([
      'spoolscope: No such file or folder:',
      '  nowhere. Check the path, or quote it',
      '  if it has spaces.',
    ])
    terminal.close()
  })

  it.skipIf(pager.skip)(`a long text is shown page by page${pager.title}`, async () => {
    const terminal = start([80, 24], ['explain', 'spool-message-stuck'], 'less')
    await terminal.waitForText(/^:/m)
    const [first] = terminal.screen()
    terminal.press('Space')
    await terminal.waitUntil((screen) => screen[0] !== first, 'the second page')
    // Ctrl-C is for the pager, which drops what was typed before it.
    terminal.press('C-c')
    await terminal.waitUntil((screen) => {
      terminal.press('g')
      return screen[0] === first
    }, 'the first page')
    terminal.press('q')
    expect((await terminal.waitForExit()).code).toBe(0)
    terminal.close()
  })

  it('--no-pager, and a text that fits, are printed at once', async () => {
    for (const args of [['explain', 'spool-message-stuck', '--no-pager'], ['--version']]) {
      const terminal = start([80, 24], args, 'less')
      expect((await terminal.waitForExit()).code).toBe(0)
      terminal.close()
    }
  })

  it('without the pager that PAGER names, all is printed', async () => {
    const terminal = start([80, 24], ['explain', 'clock-skew'], 'no-such-pager')
    expect((await terminal.waitForExit()).code).toBe(0)
    expect(terminal.written().join('\n')).toContain('--set clock-skew.')
    terminal.close()
  })

  it('Ctrl-C ends with 130', async () => {
    const terminal = start([80, 24], ['analyze', '-'])
    await terminal.waitForText('Reading standard input')
    terminal.press('C-c')
    expect((await terminal.waitForExit()).code).toBe(130)
    terminal.close()
  })
})
