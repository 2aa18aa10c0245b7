import { cleanup, render } from 'ink-testing-library'
import { afterEach, expect, it } from 'vitest'
import { App } from '../../src/ui/app.tsx'
import { Dashboard } from '../../src/ui/dashboard.ts'
import { eventually } from '../support/eventually.ts'
import { incident } from '../support/live-view.ts'

afterEach(cleanup)

function dashboard() {
  const view = incident()
  let left = 0
  const one = new Dashboard({
    view: () => view,
    size: () => ({ columns: 100, rows: 30 }),
    color: false,
    screenReader: false,
    writeReport: async () => '',
    quit() {
      left += 1
    },
  })
  return { one, quits: () => left }
}

it('draws the lines of the frame and no others, at their places', () => {
  const { one } = dashboard()
  const { lastFrame } = render(<App dashboard={one} screen={{ isShown: () => false }} />)
  expect(lastFrame()).toBe(one.frame().lines.join('\n'))
  one.stop()
})

it('leaves out what the screen shows already', () => {
  const { one } = dashboard()
  const { lastFrame } = render(<App dashboard={one} screen={{ isShown: (_, row) => row !== 1 }} />)
  expect(lastFrame()?.split('\n')).toEqual(
    one.frame().lines.map((line, row) => (row === 1 ? line : '')),
  )
  one.stop()
})

it('hands on the keys', async () => {
  const { one, quits } = dashboard()
  const { stdin, lastFrame } = render(<App dashboard={one} screen={{ isShown: () => false }} />)
  // Ink listens once it has drawn.
  await eventually(
    () => stdin.listenerCount('readable') > 0,
    'A listener',
    () => 'none',
  )
  stdin.write('jj')
  stdin.write('\u001b[B')
  await eventually(
    () => /> waiting .*00000004\.hist/.test(lastFrame() ?? ''),
    'The fourth item',
    () => lastFrame() ?? '',
  )
  stdin.write('\u001b[Z')
  await eventually(
    () => lastFrame()?.includes('══ Not checked ═'),
    'The last pane',
    () => lastFrame() ?? '',
  )
  stdin.write('q')
  expect(quits()).toBe(1)
  one.stop()
})
