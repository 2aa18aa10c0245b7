import stringWidth from 'string-width'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LyncFolder } from '../support/lync-folder.ts'
import { Terminal } from '../support/programs/terminal.ts'
import { requires } from '../support/requires.ts'

const { skip, title } = requires('tmux')

let folder: LyncFolder
let terminal: Terminal
beforeEach(() => {
  folder = new LyncFolder()
  folder.addItem('00000001.hist', 150)
  folder.addItem('00000002.hist', 100)
})
afterEach(() => {
  terminal.close()
  folder.remove()
})

/** Starts the dashboard and waits for the spool, which a low terminal shows after Tab. */
const watch = async (size: readonly [number, number], ...options: readonly string[]) => {
  terminal = new Terminal(size, ['watch', folder.path, ...options])
  if (size[1] < 20) {
    await terminal.waitForText('[Why]')
    terminal.press('Tab')
  }
  return terminal.waitForText('00000001.hist')
}

/** Whether a row shows this item and this word. */
const hasRow = (rows: readonly string[], name: string, word: RegExp) =>
  rows.some((row) => row.includes(name) && word.test(row))

/** Removes numbers and the rate of the logs, which change all the time. */
const withoutNumbers = (row: string) =>
  row.replace(/(since .* – [\d:]+).*/, '$1').replace(/\d/g, '0')

/** Checks that the terminal is as it was before the program, whatever ended it. */
async function expectRestored(codes: readonly number[]): Promise<void> {
  const { code, before, after } = await terminal.waitForExit()
  expect(codes).toContain(code)
  expect(after).toBe(before)
  expect(terminal.state()).toMatchObject({
    alternateScreen: false,
    cursorShown: true,
    mouseReported: false,
  })
  expect(terminal.screen()[0]).toBe('before the program')
  expect(terminal.screen().join('\n')).not.toContain('00000001.hist')
}

describe.skipIf(skip)(`watch in a terminal${title}`, () => {
  it('shows on the alternate screen which items are stuck, new or gone', async () => {
    const screen = (await watch([80, 24])).join('\n')
    expect(terminal.state().alternateScreen).toBe(true)
    expect(screen).toContain('kim@contoso.example')
    expect(screen).toContain('stuck')
    folder.addItem('00000003.hist')
    await terminal.waitForText('00000003.hist')
    folder.removeItem('00000001.hist')
    folder.removeItem('00000002.hist')
    await terminal.waitUntil(
      (rows) => !rows.some((row) => /0000000[12]\.hist.*stuck/.test(row)),
      'A screen without the items that went',
    )
  })

  it('changes the state of an item when it passes the limit', async () => {
    await watch([80, 24], '--set', 'spool-message-stuck.stuckAfter=4s')
    folder.addItem('00000003.hist')
    const turns = (word: RegExp) =>
      terminal.waitUntil((rows) => hasRow(rows, '00000003.hist', word), `A row that says ${word}`)
    await turns(/\b(?:new|waiting)\b/)
    await turns(/\bstuck\b/)
    await terminal.waitForText('3 stuck')
  })

  it('shows help with ?, and the dashboard again with ?', async () => {
    await watch([100, 50])
    terminal.press('?')
    const help = (
      await terminal.waitUntil((rows) => !rows.join('\n').includes('00000001.hist'), 'The help')
    ).join('\n')
    for (const word of ['quit', 'next pane', 'contains', 'order', 'report', 'commands'])
      expect(help.toLowerCase()).toContain(word)
    terminal.press('?')
    await terminal.waitForText('00000001.hist')
  })

  it('filters with f, and shows all again with Escape', async () => {
    await watch([80, 24])
    terminal.press('Tab')
    terminal.press('f')
    terminal.type('0002')
    terminal.press('Enter')
    await terminal.waitUntil(
      (rows) => !rows.join('\n').includes('00000001.hist'),
      'A screen without what the filter leaves out',
    )
    expect(terminal.screen().join('\n')).toContain('00000002.hist')
    terminal.press('Escape')
    await terminal.waitForText('00000001.hist')
  })

  it('moves the focus from pane to pane with tab, and back to the first', async () => {
    await watch([120, 40])
    // The heading of the focused pane has a double line.
    const focus = (rows: readonly string[]) =>
      /══ \[?([A-Z][a-z]+(?: [a-z]+)?)/.exec(rows.join('\n'))?.[1]
    const visited = new Set<string>()
    for (;;) {
      const name =
        focus(
          await terminal.waitUntil((rows) => focus(rows) !== undefined, 'A pane that has the keys'),
        ) ?? ''
      if (visited.has(name)) break
      visited.add(name)
      terminal.press('Tab')
      await terminal.waitUntil((rows) => focus(rows) !== name, 'Another pane')
    }
    expect(visited.size).toBeGreaterThan(3)
    expect(focus(terminal.screen())).toBe([...visited][0])
  })

  it.each([
    [60, 15],
    [160, 50],
    [80, 24],
  ])('fits a terminal that is resized to %i × %i, after other sizes', async (columns, rows) => {
    await watch([100, 30])
    terminal.press('Tab')
    for (const [wide, high] of [
      [30, 8],
      [200, 60],
      [60, 15],
      [columns, rows],
    ] as const)
      terminal.resize(wide, high)
    const screen = await terminal.waitUntil(
      (lines) => lines.length === rows && hasRow(lines, '00000001.hist', /stuck/),
      'The new size',
    )
    expect(screen.filter((row) => stringWidth(row) > columns)).toEqual([])
    // Nothing of an older size is left: each part is there once.
    const stable = await terminal.waitUntil(
      (lines) => lines.filter((row) => row.startsWith('spoolscope')).length === 1,
      'One header',
    )
    expect(
      stable.filter((row) => row.includes('00000002.hist') && row.includes('stuck')).length,
    ).toBeLessThanOrEqual(1)
    expect(stable.filter((row) => row.includes('q quit'))).toHaveLength(1)
  })

  it('restores the screen with q', async () => {
    await watch([80, 24])
    terminal.press('q')
    await expectRestored([0, 1])
  })

  it('searches all panes with /, and goes on with n', async () => {
    await watch([120, 40])
    // The second item is stuck too: no more hits come.
    await terminal.waitForText(/stuck +after 1 h 40 min/)
    terminal.press('/')
    terminal.type('00000002')
    await terminal.waitForText(/search: 00000002█ {2}1 of \d+/)
    terminal.press('Enter', 'n')
    await terminal.waitForText(/2 of \d+/)
    terminal.press('Escape')
    await terminal.waitUntil((rows) => !rows.join('\n').includes('2 of '), 'No search')
  })

  it('copies the selected line to the clipboard', async () => {
    await watch([80, 24])
    terminal.press('Tab', 'y')
    await terminal.waitForText('Copied the line')
    expect(terminal.clipboard()).toContain('00000001.hist')
  })

  it('selects with a click, and scrolls with the wheel', async () => {
    await watch([80, 24])
    // The panes have their final places once the diagnosis is shown.
    await terminal.waitForText('No cause was found')
    const rows = await terminal.waitUntilStable(withoutNumbers)
    expect(terminal.state().mouseReported).toBe(true)
    const row = rows.findIndex((line) => line.includes('00000002.hist')) + 1
    terminal.type(`\u001b[<0;20;${row}M\u001b[<0;20;${row}m`)
    await terminal.waitForText(/^> .*00000002\.hist/m)
    const inDetail = rows.findIndex((line) => line.includes('[Detail]')) + 3
    terminal.type(`\u001b[<65;20;${inDetail}M`)
    await terminal.waitForText(/\[Detail\].* (?:end|\d+ %) /)
  })

  it('leaves the mouse to the terminal with --no-mouse', async () => {
    await watch([80, 24], '--no-mouse')
    expect(terminal.state().mouseReported).toBe(false)
    terminal.press('q')
    await expectRestored([0, 1])
  })

  it('leaves a summary on the normal screen', async () => {
    await watch([80, 24])
    await terminal.waitForText('B/s')
    terminal.press('q')
    await expectRestored([0, 1])
    const summary = terminal.screen().join('\n')
    expect(summary).toMatch(/Watched for \d+ s, /)
    expect(summary).toContain('2 messages seen in the spool, 2 got stuck, 0 went, 2 still there')
  })

  it('restores the screen with Ctrl-C while a filter is typed', async () => {
    await watch([80, 24])
    terminal.press('f')
    terminal.type('00')
    terminal.press('C-c')
    await expectRestored([0, 1, 130])
  })

  it.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    'restores the screen after %s',
    async (signal) => {
      await watch([80, 24])
      await terminal.signal(signal)
      await expectRestored([0, 1, 129, 130, 143])
    },
  )

  it('writes a line per event with --plain', async () => {
    terminal = new Terminal([80, 24], ['watch', folder.path, '--plain'])
    await terminal.waitForText('00000001.hist')
    expect(terminal.state().alternateScreen).toBe(false)
    folder.addItem('00000003.hist')
    await terminal.waitForText('00000003.hist')
    terminal.press('C-c')
    const { before, after } = await terminal.waitForExit()
    expect(after).toBe(before)
  })
})

// Clears the screen, leaves the alternate screen, sets the title, reverses the text direction,
// starts new lines, and is as long as a file name can be.
const HOSTILE =
  'evil\u001b[2J\u001b[?1049l\u001b]0;stolen\u0007\u202e\u200f\r\n\u009b31m\u001b[1;1HX'
const HOSTILE_NAME = HOSTILE + 'x'.repeat(255 - Buffer.byteLength(HOSTILE))

describe.skipIf(skip)(`a hostile file name in watch${title}`, () => {
  /** The screen with three items, without the rows of the item with this name. */
  async function others(
    size: readonly [number, number],
    name: string,
    own: string,
  ): Promise<readonly string[]> {
    folder.addItem(name, 120)
    await watch(size)
    await terminal.waitForText(own)
    const screen = await terminal.waitUntilStable(withoutNumbers)
    expect(terminal.state()).toMatchObject({ alternateScreen: true })
    expect(terminal.state().title).not.toContain('stolen')
    terminal.close()
    folder.removeItem(name)
    return screen.map((row) => (row.includes(own) ? 'its own row' : withoutNumbers(row)))
  }

  it.each([
    [60, 15],
    [80, 24],
    [160, 50],
  ])('changes only its own rows on a screen of %i × %i', async (columns, rows) => {
    const harmless = await others([columns, rows], 'harmless.hist', 'harmless')
    expect(harmless.filter((row) => row !== 'its own row').length).toBeGreaterThan(rows / 2)
    expect(await others([columns, rows], HOSTILE_NAME, 'evil')).toEqual(harmless)
  })
})
