import { appendFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { atMost, type Goal } from '../goal.ts'
import { median } from '../measure.ts'
import { LyncFolder, stamp } from './lync-folder.ts'
import { Screen } from './screen.ts'
import { Watching } from './watching.ts'

const MILLISECONDS = '{} ms'
const LIMIT = 3000
const BURST = 10_000
const LOG_SECONDS = 10
const LOG_SPEED = 50e6

/** Measures all goals of `watch`, from outside. */
export async function measureWatch(): Promise<readonly Goal[]> {
  return [
    ...(await onScreen()),
    await stuck(),
    ...(await idle()),
    ...(await burst()),
    await growingLog(),
  ]
}

async function inFolder<T>(measure: (folder: LyncFolder) => Promise<T>): Promise<T> {
  const folder = new LyncFolder()
  try {
    return await measure(folder)
  } finally {
    folder.remove()
  }
}

/** Delay from the write of a file to its name on the screen. */
const onScreen = () =>
  inFolder(async (folder) => {
    const screen = new Screen(folder.path, 120, 40)
    await screen.until((text) => text.includes('Spool'))
    await pause(1000)
    const delays: number[] = []
    for (let round = 0; round < 21; round += 1) {
      const name = `new-${round}.hist`
      folder.spooled(name)
      delays.push(await screen.until((text) => text.includes(name)))
      await pause(150 + 37 * round)
    }
    screen.close()
    return [atMost(250, MILLISECONDS, 'a new item is on the screen (median of 21)', median(delays))]
  })

/** Delay from the end of the limit to the event that reports the item as stuck. */
const stuck = () =>
  inFolder(async (folder) => {
    const watching = new Watching(folder.path, '--set', `spool-message-stuck.stuckAfter=${LIMIT}ms`)
    await watching.begun()
    for (let item = 0; item < 9; item += 1) {
      folder.spooled(`${item}.hist`)
      await pause(130)
    }
    const told = () => watching.told.filter(({ event }) => event === 'item-stuck')
    await watching.until(() => told().length === 9)
    const late = told().map(({ since, heard }) => heard - Date.parse(String(since)) - LIMIT)
    await watching.stop()
    return atMost(
      1000,
      MILLISECONDS,
      'told as stuck after the limit (latest of 9)',
      Math.max(...late),
    )
  })

const idle = () =>
  inFolder(async (folder) => {
    for (let item = 0; item < 1000; item += 1) folder.spooled(`${item}.hist`)
    const watching = new Watching(folder.path)
    await watching.begun()
    await pause(5000)
    const load = await watching.load(30_000)
    const memory = watching.peakBytes()
    await watching.stop()
    return [
      atMost(1, '{} % of a core', 'idle with 1,000 items, over 30 s', load * 100),
      atMost(120, '{} MB', 'peak memory, idle with 1,000 items', memory / 1e6),
    ]
  })

const burst = () =>
  inFolder(async (folder) => {
    const watching = new Watching(folder.path)
    const screen = new Screen(folder.path, 120, 40)
    await watching.begun()
    await screen.until((text) => text.includes('Spool'))
    const delays: number[] = []
    for (let item = 0; item < BURST; item += 1) {
      folder.spooled(`${item}.hist`)
      // Help opens and closes while items arrive.
      if (item % 1000 === 500) {
        screen.press('?')
        delays.push(await screen.until((text) => text.includes('══ Help')))
        screen.press('Escape')
        await pause(100)
      }
    }
    const appeared = () =>
      new Set(watching.told.flatMap(({ event, name }) => (event === 'item-appeared' ? [name] : [])))
    await watching.until(() => appeared().size >= BURST)
    const missed = BURST - appeared().size
    screen.close()
    await watching.stop()
    return [
      atMost(0, '{} items', `missed of ${BURST} created in a burst`, missed),
      atMost(
        100,
        MILLISECONDS,
        'a key is answered on the screen meanwhile (median of 10)',
        median(delays),
      ),
    ]
  })

/**
 * Lets a log grow at 50 MB/s for ten seconds, then writes a record that changes a verdict, and
 * measures the delay until the verdict is reported.
 */
const growingLog = () =>
  inFolder(async (folder) => {
    const watching = new Watching(folder.path)
    await watching.begun()
    const line =
      ' 1A2C:9F4 TRACE :: CUccTimerHandler::OnTimer timer fired for the periodic refresh of a dialog, nothing to be done\r\n'
    const start = performance.now()
    for (let written = 0; written < LOG_SPEED * LOG_SECONDS; ) {
      const piece = `${stamp(Date.now())}${line}`.repeat(5000)
      appendFileSync(folder.log, piece)
      written += piece.length
      const ahead = (written / LOG_SPEED) * 1000 - (performance.now() - start)
      if (ahead > 0) await pause(ahead)
    }
    const last = Date.now()
    folder.trace(
      'EWS request CreateItem to https://mail.contoso.example/EWS/Exchange.asmx answered ResponseCode=ErrorServerBusy',
    )
    folder.trace('CUccEndpoint::GetState returns UCCES_ENABLED')
    const told = () =>
      watching.told.find(
        ({ event, rule }) => event === 'verdict-changed' && rule === 'ews-request-failing',
      )
    await watching.until(() => told() !== undefined)
    const late = (told()?.heard ?? Number.NaN) - last
    await watching.stop()
    return atMost(1000, MILLISECONDS, 'behind a log that grew at 50 MB/s for 10 s', late)
  })
