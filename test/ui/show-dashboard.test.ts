import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { LiveView } from '../../src/model/live-view.ts'
import { outputStream } from '../../src/terminal/output-stream.ts'
import { renderFrame } from '../../src/ui/frame.ts'
import { showDashboard } from '../../src/ui/show-dashboard.tsx'
import { INITIAL_STATE, reduce } from '../../src/ui/view-state.ts'
import { eventually } from '../support/eventually.ts'
import { incident, liveItem, liveView } from '../support/live-view.ts'
import { fakeTerminal } from '../support/programs/fake-terminal.ts'

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

function openDashboard(
  first: LiveView,
  more: {
    readonly screenReader?: boolean
    readonly mouse?: boolean
    readonly clipboard?: boolean
    readonly writeReport?: () => Promise<string>
  } = {},
) {
  const terminal = fakeTerminal(80, 24)
  const errors: string[] = []
  let view = first
  let notify = () => {}
  let subscribed = 0
  const dashboard = showDashboard({
    stdin: terminal.stdin,
    stdout: outputStream(terminal.stdout),
    stderr: { write: (text) => errors.push(String(text)) > 0 },
    view: () => view,
    color: true,
    mouse: more.mouse ?? false,
    clipboard: more.clipboard ?? true,
    screenReader: more.screenReader ?? false,
    writeReport: more.writeReport ?? (async () => 'Report written to a.json.'),
    subscribe(listener) {
      notify = listener
      subscribed += 1
      return () => {
        subscribed -= 1
      }
    },
  })
  stops.push(dashboard.stop)
  const change = (next: LiveView) => {
    view = next
    notify()
  }
  return { ...dashboard, ...terminal, change, errors, subscribed: () => subscribed }
}

const plainFrame = (view: LiveView, columns = 80, rows = 24) =>
  renderFrame(view, reduce(INITIAL_STATE, { do: 'refresh' }, view), { columns, rows }, false)
    .lines.join('\n')
    .trimEnd()

const waitFor = (text: () => string, what: RegExp) =>
  eventually(() => what.test(text()), String(what), text)

const ENTER = '\u001b[?1049h'
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l'

describe('the dashboard', () => {
  it('shows its frame on the alternate screen', () => {
    const { shown: screen, written, isRaw } = openDashboard(incident())
    expect(written().startsWith(ENTER)).toBe(true)
    expect(screen()).toBe(plainFrame(incident()))
    expect(isRaw()).toBe(true)
  })

  it('responds to a key', async () => {
    const { shown: screen, type } = openDashboard(incident())
    type('\t')
    type('j')
    await waitFor(screen, /> stuck .* 5 min 5 s/)
  })

  it('handles keys that arrive together one by one', async () => {
    const { shown: screen, type } = openDashboard(incident())
    type('\t')
    type('jjjj')
    await waitFor(screen, /> new .*00000005\.hist/)
    type('\u001b[A\u001b[A')
    await waitFor(screen, /> waiting .*00000003\.hist/)
  })

  it('shows changes', async () => {
    const { shown: screen, change } = openDashboard(liveView())
    expect(screen()).toContain('Spool  empty')
    change(liveView({ items: [liveItem('00000001.hist', 1000)] }))
    await waitFor(screen, /00000001\.hist/)
    expect(screen()).toBe(plainFrame(liveView({ items: [liveItem('00000001.hist', 1000)] })))
  })

  it('draws at most four frames a second without a key', async () => {
    const { written, change, shown: screen } = openDashboard(liveView())
    const began = performance.now()
    for (let count = 1; !screen().includes('last.hist'); count += 1) {
      const last = performance.now() - began > 700 ? [liveItem('last.hist', 0)] : []
      change(
        liveView({
          items: [
            ...Array.from({ length: count % 100 }, (_, index) => liveItem(`${index}`, 0)),
            ...last,
          ].slice(-5),
        }),
      )
      await new Promise((resolve) => setImmediate(resolve))
    }
    const frames = written().split('\u001b[?2026h').length - 1
    expect(frames).toBeLessThanOrEqual(Math.ceil((performance.now() - began) / 250) + 2)
  })

  it('fits every size of the terminal', async () => {
    const { shown: screen, resize } = openDashboard(incident())
    for (const [columns, rows] of [
      [120, 40],
      [60, 15],
      [30, 8],
      [160, 50],
    ] as const) {
      resize({ columns, rows })
      await eventually(
        () => screen() === plainFrame(incident(), columns, rows),
        `a frame of ${columns} × ${rows}`,
        screen,
      )
    }
  })

  it('shows where a report was written', async () => {
    const { type, shown: screen } = openDashboard(incident())
    type('e')
    await waitFor(screen, /Report written to a\.json\.$/)
  })

  it('shows why a report could not be written', async () => {
    const { type, shown: screen } = openDashboard(incident(), {
      writeReport: () => Promise.reject(new Error('the disk is full\u001b[2J')),
    })
    type('e')
    await waitFor(screen, /No report: the disk is full\\u\{1b\}\[2J$/)
  })
})

describe('copying', () => {
  const clipboardTexts = (written: string) =>
    [...written.matchAll(/\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007/g)].map(([, text = '']) =>
      Buffer.from(text, 'base64').toString(),
    )
  /** Keys that select the step of the plan with this number, from 1. */
  const step = (number: number) => 'j'.repeat(3 + number)

  it('sends the commands of a step to the clipboard, and says so', async () => {
    const { type, written, shown: screen } = openDashboard(incident())
    type(step(2))
    type('y')
    await waitFor(screen, /Copied 2 commands: Test-WebServicesConnectivity/)
    expect(clipboardTexts(written())).toEqual([
      'Test-WebServicesConnectivity -Identity "kim@contoso.example"\n' +
        'Get-ThrottlingPolicyAssociation "kim@contoso.example"',
    ])
  })

  it('sends the selected one of the commands that are shown alone', async () => {
    const { type, written, shown: screen } = openDashboard(incident())
    type(step(2))
    type('c')
    await waitFor(screen, /command 1 of 2/)
    type('j')
    await waitFor(screen, /command 2 of 2/)
    type('y')
    await waitFor(screen, /Copied the command: Get-Throttling/)
    expect(clipboardTexts(written())).toEqual([
      'Get-ThrottlingPolicyAssociation "kim@contoso.example"',
    ])
  })

  it('sends the selected line complete, and no control character', async () => {
    const items = [liveItem(`${'long'.repeat(40)}\u001b]52;c;AAAA\u0007.hist`, 1000)]
    const { type, written, shown: screen } = openDashboard(liveView({ items }))
    type('\t')
    type('y')
    await waitFor(screen, /Copied the line: new kim@contoso/)
    const [text] = clipboardTexts(written())
    expect(text).toContain(`${'long'.repeat(40)}\\u{1b}]52;c;AAAA\\u{7}.hist`)
  })

  it('sends the text of the detail', async () => {
    const { type, written, shown: screen } = openDashboard(incident())
    type('\t\t\t')
    type('y')
    await waitFor(screen, /Copied the detail/)
    expect(clipboardTexts(written())[0]).toContain('What to do')
  })

  it('shows the text alone where the terminal has no clipboard', async () => {
    const { type, written, shown: screen } = openDashboard(incident(), { clipboard: false })
    type(step(2))
    type('y')
    await waitFor(
      screen,
      /This terminal has no clipboard\. Select and copy: 2 commands\. {2}Esc back/,
    )
    expect(screen().split('\n').slice(0, 3)).toEqual([
      'Test-WebServicesConnectivity -Identity "kim@contoso.example"',
      'Get-ThrottlingPolicyAssociation "kim@contoso.example"',
      '',
    ])
    expect(clipboardTexts(written())).toEqual([])
    type('\u001b')
    await waitFor(screen, /Diagnosis/)
  })

  it('repeats for a screen reader what the screen shows already', async () => {
    const { type, written } = openDashboard(incident(), { screenReader: true })
    type('y')
    await waitFor(written, /To copy:\n {2}Likely cause: EWS answered/)
  })

  it('writes the text to the normal screen for a screen reader', async () => {
    const { type, written } = openDashboard(incident(), { screenReader: true })
    type(step(2))
    type('y')
    await waitFor(written, /To copy:\n {2}Test-WebServicesConnectivity[^\n]*\n {2}Get-Throttling/)
    expect(written()).not.toContain('\u001b')
  })
})

describe('the mouse', () => {
  const ON = '\u001b[?1000h\u001b[?1006h'
  const OFF = '\u001b[?1006l\u001b[?1000l'
  const at = (button: number, column: number, row: number) => `\u001b[<${button};${column};${row}M`

  it('selects the entry that is clicked on, and gives its pane the focus', async () => {
    const { type, shown: screen } = openDashboard(incident(), { mouse: true })
    const row = screen()
      .split('\n')
      .findIndex((line) => line.includes('00000003.hist'))
    type(at(0, 20, row + 1))
    await waitFor(screen, /══ Spool/)
    await waitFor(screen, /> waiting .*00000003\.hist/)
  })

  it('shows the pane whose name in a heading is clicked on', async () => {
    const { type, shown: screen } = openDashboard(incident(), { mouse: true })
    const lines = screen().split('\n')
    const row = lines.findIndex((line) => line.includes('Journey Events'))
    type(at(0, (lines[row] ?? '').indexOf('Events') + 1, row + 1))
    await waitFor(screen, /\[Events\]/)
  })

  it('scrolls the pane below the pointer, without focus and selection', async () => {
    const items = Array.from({ length: 50 }, (_, index) => liveItem(`${index}.hist`, 9000 - index))
    const { type, shown: screen } = openDashboard(liveView({ items }), { mouse: true })
    const row = screen()
      .split('\n')
      .findIndex((line) => line.includes(' 1.hist'))
    type(at(65, 20, row + 1))
    await waitFor(screen, / 4\.hist/)
    expect(screen()).not.toContain(' 2.hist')
    expect(screen()).toMatch(/══ Diagnosis/)
    type(at(64, 20, row + 1) + at(64, 20, row + 1))
    await waitFor(screen, / 0\.hist/)
  })

  it('scrolls what fills the screen', async () => {
    const { type, shown: screen } = openDashboard(incident(), { mouse: true })
    type('?')
    await waitFor(screen, /Keys/)
    type(at(65, 20, 10))
    await waitFor(screen, /Help(?![\s\S]*\nKeys\n)/)
  })

  it('is never typed', async () => {
    const { type, shown: screen } = openDashboard(incident(), { mouse: true })
    type('/')
    await waitFor(screen, /search:/)
    type(`a${at(35, 1, 1)}\u001b[<35;1`)
    type(';1Mb')
    await waitFor(screen, /search: ab█/)
  })

  it('belongs to the terminal where there is text to select, and after the end', async () => {
    const { type, shown: screen, written, done } = openDashboard(incident(), { mouse: true })
    expect(written()).toContain(ON)
    type('c')
    await waitFor(screen, /command 1 of/)
    expect(written().lastIndexOf(OFF)).toBeGreaterThan(written().lastIndexOf(ON))
    type('c')
    await waitFor(screen, /Diagnosis/)
    expect(written().lastIndexOf(ON)).toBeGreaterThan(written().lastIndexOf(OFF))
    type('q')
    await done
    expect(written().endsWith(`${OFF}${LEAVE}`)).toBe(true)
  })

  it('is left alone where it is turned off', async () => {
    const { type, written, done } = openDashboard(incident(), { mouse: false })
    type('q')
    await done
    expect(written()).not.toContain('?1000')
    expect(written()).not.toContain('?1006')
  })
})

describe('the terminal is restored', () => {
  const expectRestored = (terminal: ReturnType<typeof openDashboard>) => {
    expect(terminal.written().endsWith(LEAVE)).toBe(true)
    expect(terminal.isRaw()).toBe(false)
    expect(terminal.subscribed()).toBe(0)
  }

  it.each([
    ['q', 'q'],
    ['Ctrl-C', '\u0003'],
  ])('after %s', async (_, key) => {
    const terminal = openDashboard(incident())
    terminal.type(key)
    await terminal.done
    expectRestored(terminal)
  })

  it('after Ctrl-C while a filter is typed', async () => {
    const terminal = openDashboard(incident())
    terminal.type('/q')
    terminal.type('\u0003')
    await terminal.done
    expectRestored(terminal)
  })

  it('after it was stopped, once or twice', async () => {
    const terminal = openDashboard(incident())
    terminal.stop()
    terminal.stop()
    await terminal.done
    expectRestored(terminal)
  })

  it('after the terminal is gone', async () => {
    const terminal = openDashboard(incident())
    terminal.stdin.emit('end')
    await terminal.done
    expectRestored(terminal)
  })

  it('after a crash', () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never)
    onTestFinished(() => {
      vi.restoreAllMocks()
    })
    const terminal = openDashboard(incident(), { mouse: true })
    const crash = process.listeners('uncaughtException').at(-1)
    crash?.(new Error('a bug\u001b[2J'), 'uncaughtException')
    expectRestored(terminal)
    expect(terminal.written()).toContain('\u001b[?1006l\u001b[?1000l')
    expect(exit).toHaveBeenCalledWith(2)
    expect(terminal.errors.join('')).toMatch(/a bug\\u\{1b\}\[2J/)
  })

  it.runIf(process.platform !== 'win32')('while it is suspended, and is taken again', async () => {
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true)
    onTestFinished(() => {
      vi.restoreAllMocks()
    })
    const terminal = openDashboard(incident(), { mouse: true })
    terminal.type('\u001a')
    await eventually(
      () => kill.mock.calls.length > 0,
      'A stop',
      () => terminal.shown(),
    )
    expect(kill).toHaveBeenCalledWith(process.pid, 'SIGSTOP')
    expect(terminal.written().endsWith(`\u001b[?1006l\u001b[?1000l${LEAVE}`)).toBe(true)
    expect(terminal.isRaw()).toBe(false)
    const before = terminal.written().length
    process.emit('SIGCONT')
    expect(terminal.isRaw()).toBe(true)
    expect(terminal.written().slice(before)).toContain(ENTER)
    await eventually(() => terminal.shown() === plainFrame(incident()), 'The frame', terminal.shown)
  })

  it('and no listener is left', async () => {
    const count = () =>
      ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGTSTP', 'SIGCONT', 'uncaughtException', 'exit']
        .map((name) => process.listenerCount(name))
        .join()
    const before = count()
    const terminal = openDashboard(incident())
    expect(count()).not.toBe(before)
    terminal.type('q')
    await terminal.done
    expect(count()).toBe(before)
  })
})

it('writes each sentence once to the normal screen for a screen reader', async () => {
  const { written, change, type, done } = openDashboard(liveView(), { screenReader: true })
  expect(written()).toContain('The spool is empty.\n')
  type('\t')
  change(liveView({ items: [liveItem('00000001.hist', 1000)] }))
  await waitFor(written, /00000001\.hist/)
  type('q')
  await done
  expect(written().match(/Watching PC-0142/g)).toHaveLength(1)
  expect(written()).toContain('In the spool 1 item: 1 new.')
  expect(written()).not.toContain('\u001b')
})
