import { afterEach, describe, expect, it } from 'vitest'
import type { LiveView } from '../../src/model/live-view.ts'
import { renderFrame } from '../../src/ui/frame.ts'
import { showDashboard } from '../../src/ui/show-dashboard.tsx'
import { INITIAL_STATE, reduce } from '../../src/ui/view-state.ts'
import { eventually } from '../support/eventually.ts'
import { incident, liveItem, liveView } from '../support/live-view.ts'
import { fakeTerminal } from '../support/programs/fake-terminal.ts'

const open: (() => void)[] = []
afterEach(() => {
  for (const stop of open.splice(0)) stop()
})

function shown(
  first: LiveView,
  more: { readonly screenReader?: boolean; readonly writeReport?: () => Promise<string> } = {},
) {
  const terminal = fakeTerminal(80, 24)
  let view = first
  let heard = () => {}
  let subscribed = 0
  const dashboard = showDashboard({
    stdin: terminal.stdin,
    stdout: terminal.stdout,
    view: () => view,
    color: true,
    screenReader: more.screenReader ?? false,
    writeReport: more.writeReport ?? (async () => 'Report written to a.json.'),
    subscribe(changed) {
      heard = changed
      subscribed += 1
      return () => {
        subscribed -= 1
      }
    },
  })
  open.push(dashboard.stop)
  const change = (next: LiveView) => {
    view = next
    heard()
  }
  return { ...dashboard, ...terminal, change, subscribed: () => subscribed }
}

const plainFrame = (view: LiveView, columns = 80, rows = 24) =>
  renderFrame(view, reduce(INITIAL_STATE, { do: 'look' }, view), { columns, rows }, false)
    .lines.join('\n')
    .trimEnd()

const seen = (text: () => string, what: RegExp) =>
  eventually(() => what.test(text()), String(what), text)

const ENTER = '\u001b[?1049h'
const LEAVE = '\u001b[?7h\u001b[?25h\u001b[?1049l'

describe('the dashboard', () => {
  it('shows its frame on the alternate screen', () => {
    const { shown: screen, written, isRaw } = shown(incident())
    expect(written().startsWith(ENTER)).toBe(true)
    expect(screen()).toBe(plainFrame(incident()))
    expect(isRaw()).toBe(true)
  })

  it('answers a key', async () => {
    const { shown: screen, type } = shown(incident())
    type('j')
    await seen(screen, /> stuck .* 5 min 5 s/)
  })

  it('takes keys that arrive together one by one', async () => {
    const { shown: screen, type } = shown(incident())
    type('jjjj')
    await seen(screen, /> new .*00000005\.hist/)
    type('\u001b[A\u001b[A')
    await seen(screen, /> waiting .*00000003\.hist/)
  })

  it('shows what has changed', async () => {
    const { shown: screen, change } = shown(liveView())
    expect(screen()).toContain('Spool  empty')
    change(liveView({ items: [liveItem('00000001.hist', 1000)] }))
    await seen(screen, /00000001\.hist/)
    expect(screen()).toBe(plainFrame(liveView({ items: [liveItem('00000001.hist', 1000)] })))
  })

  it('draws at most four frames a second of what changes by itself', async () => {
    const { written, change, shown: screen } = shown(liveView())
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

  it('fits any size that the terminal takes', async () => {
    const { shown: screen, resize } = shown(incident())
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

  it('says what became of a report', async () => {
    const { type, shown: screen } = shown(incident())
    type('e')
    await seen(screen, /Report written to a\.json\.$/)
  })

  it('says why there is no report', async () => {
    const { type, shown: screen } = shown(incident(), {
      writeReport: () => Promise.reject(new Error('the disk is full\u001b[2J')),
    })
    type('e')
    await seen(screen, /No report: the disk is full\\u\{1b\}\[2J$/)
  })
})

describe('the terminal is as it was before', () => {
  const whole = (terminal: ReturnType<typeof shown>) => {
    expect(terminal.written().endsWith(LEAVE)).toBe(true)
    expect(terminal.isRaw()).toBe(false)
    expect(terminal.subscribed()).toBe(0)
  }

  it.each([
    ['q', 'q'],
    ['Ctrl-C', '\u0003'],
  ])('after %s', async (_, key) => {
    const terminal = shown(incident())
    terminal.type(key)
    await terminal.done
    whole(terminal)
  })

  it('after Ctrl-C while a filter is typed', async () => {
    const terminal = shown(incident())
    terminal.type('/q')
    terminal.type('\u0003')
    await terminal.done
    whole(terminal)
  })

  it('after it was stopped, once or twice', async () => {
    const terminal = shown(incident())
    terminal.stop()
    terminal.stop()
    await terminal.done
    whole(terminal)
  })

  it('after the terminal has gone', async () => {
    const terminal = shown(incident())
    terminal.stdin.emit('end')
    await terminal.done
    whole(terminal)
  })

  it('and nothing is left that listens', async () => {
    const count = () =>
      ['SIGINT', 'SIGTERM', 'SIGHUP', 'uncaughtException', 'exit']
        .map((name) => process.listenerCount(name))
        .join()
    const before = count()
    const terminal = shown(incident())
    expect(count()).not.toBe(before)
    terminal.type('q')
    await terminal.done
    expect(count()).toBe(before)
  })
})

it('for a screen reader it says sentences on the usual screen, each once', async () => {
  const { written, change, type, done } = shown(liveView(), { screenReader: true })
  expect(written()).toContain('The spool is empty.\n')
  change(liveView({ items: [liveItem('00000001.hist', 1000)] }))
  await seen(written, /00000001\.hist/)
  type('q')
  await done
  expect(written().match(/Watching PC-0142/g)).toHaveLength(1)
  expect(written()).toContain('In the spool 1 item: 1 new.')
  expect(written()).not.toContain('\u001b')
})
