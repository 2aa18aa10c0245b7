import { afterEach, describe, expect, it } from 'vitest'
import type { LiveView } from '../../src/model/live-view.ts'
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
  let view = first
  let notify = () => {}
  let subscribed = 0
  const dashboard = showDashboard({
    stdin: terminal.stdin,
    stdout: terminal.stdout,
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
  return { ...dashboard, ...terminal, change, subscribed: () => subscribed }
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

  it('and no listener is left', async () => {
    const count = () =>
      ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'exit']
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
