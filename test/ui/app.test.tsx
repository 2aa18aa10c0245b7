import { cleanup, render } from 'ink-testing-library'
import { afterEach, expect, it } from 'vitest'
import { App } from '../../src/ui/app.tsx'
import { Dashboard } from '../../src/ui/dashboard.ts'
import { eventually } from '../support/eventually.ts'
import { incident } from '../support/live-view.ts'

afterEach(cleanup)

function createDashboard() {
  const view = incident()
  let quitCount = 0
  const dashboard = new Dashboard({
    view: () => view,
    size: () => ({ columns: 100, rows: 30 }),
    color: false,
    screenReader: false,
    writeReport: async () => '',
    quit() {
      quitCount += 1
    },
    suspend() {},
  })
  return { dashboard, quits: () => quitCount }
}

it('draws the lines of the frame, each in its row', () => {
  const { dashboard } = createDashboard()
  const { lastFrame } = render(<App dashboard={dashboard} screen={{ isShown: () => false }} />)
  expect(lastFrame()).toBe(dashboard.frame().lines.join('\n'))
  dashboard.stop()
})

it('leaves out rows that the screen already shows', () => {
  const { dashboard } = createDashboard()
  const { lastFrame } = render(
    <App dashboard={dashboard} screen={{ isShown: (_, row) => row !== 1 }} />,
  )
  expect(lastFrame()?.split('\n')).toEqual(
    dashboard.frame().lines.map((line, row) => (row === 1 ? line : '')),
  )
  dashboard.stop()
})

it('passes keys on', async () => {
  const { dashboard, quits } = createDashboard()
  const { stdin, lastFrame } = render(
    <App dashboard={dashboard} screen={{ isShown: () => false }} />,
  )
  // Ink listens for keys after the first frame.
  await eventually(
    () => stdin.listenerCount('readable') > 0,
    'A listener',
    () => 'none',
  )
  stdin.write('\t')
  stdin.write('jj')
  stdin.write('\u001b[B')
  await eventually(
    () => /> waiting .*00000004\.hist/.test(lastFrame() ?? ''),
    'The fourth item',
    () => lastFrame() ?? '',
  )
  stdin.write('\u001b[Z\u001b[Z')
  await eventually(
    () => lastFrame()?.includes('══ Not checked ═'),
    'The last pane',
    () => lastFrame() ?? '',
  )
  stdin.write('q')
  expect(quits()).toBe(1)
  dashboard.stop()
})
