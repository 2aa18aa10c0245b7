// Plays an incident in a temporary folder and watches it: `npm run demo:live`. Messages to people
// who are offline are spooled. One is picked up, then Exchange is too busy, two get stuck, the log
// rotates, Exchange recovers and the spool empties. This takes a minute and a half; q ends it sooner.
// Arguments are passed on to `spoolscope watch`, such as --plain.

import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { ClientLog } from '../samples/make/client-log.mjs'

const USER = 'kim@contoso.example'
const EWS = 'https://mail.contoso.example/EWS/Exchange.asmx'
const base = mkdtempSync(join(tmpdir(), 'spoolscope-demo-'))
const folder = join(base, 'Lync')
const spool = join(folder, `sip_${USER}`, 'History Spooler')
const tracing = join(folder, 'Tracing')
const log = join(tracing, 'Lync-UccApi-0.UccApilog')
mkdirSync(spool, { recursive: true })
mkdirSync(tracing)

let calls = 0
/** Appends to the log what `write` adds to a client log, at the current time. */
function logged(write) {
  const part = new ClientLog({
    user: USER,
    agent: 'UCCAPI/16.0.6741.5663 OC/16.0.6741.2056 (Skype for Business)',
    offset: 0,
  })
  part.call = calls
  write(part, Date.now())
  calls = part.call
  appendFileSync(log, part.toString())
}

const minutes = (count) => count * 60_000
logged((part, now) =>
  part
    .signIn(now - minutes(30))
    .provisioning(now - minutes(30) + 1000, {
      endpointConfiguration: {
        EnableOfflineIm: 'true',
        EnableIMAutoArchiving: 'true',
        ewsInternalUrl: EWS,
      },
    })
    .quiet(now - minutes(29), now),
)
const item = (number) => join(spool, `${String(number).padStart(8, '0')}.hist`)

/** Sends a message to someone offline: answered 480, spooled, and passed to Exchange. */
function message(number, recipient) {
  logged((part, now) => part.offlineMessage(now, recipient))
  writeFileSync(item(number), Buffer.alloc(1180 + 37 * number))
  logged((part, now) =>
    part.trace(now + 30, `EWS request CreateItem to ${EWS} MessageDisposition=SendAndSaveCopy`),
  )
}
const answered = (code, more = '') =>
  logged((part, now) =>
    part.trace(
      now,
      `EWS request CreateItem to ${EWS} answered ResponseCode=${code}${more}`,
      code === 'NoError' ? 'INFO' : 'ERROR',
    ),
  )
const busy = () => answered('ErrorServerBusy', ' BackOffMilliseconds=30000')
const life = () =>
  logged((part, now) => part.trace(now, 'CSIPClientConnection::SendKeepAlive sent, outstanding 0'))

/** [second, action] */
const incident = [
  [3, () => message(1, 'alex@contoso.example')],
  [6, () => answered('NoError')],
  [7, () => rmSync(item(1))],
  [10, () => message(2, 'lee@contoso.example')],
  [12, busy],
  [16, () => message(3, 'ada@contoso.example')],
  [18, busy],
  [24, () => message(4, 'alex@contoso.example')],
  [26, busy],
  [50, () => renameSync(log, join(tracing, 'Lync-UccApi-1.UccApilog'))],
  [52, life],
  [60, () => answered('NoError')],
  [61, () => rmSync(item(2))],
  [64, () => rmSync(item(3))],
  [67, () => rmSync(item(4))],
  [70, life],
]
const timers = incident.map(([second, happens]) => setTimeout(happens, second * 1000))

const cli = resolve(import.meta.dirname, '..', 'dist', 'cli.js')
const args = [
  'watch',
  folder,
  '--set',
  'spool-message-stuck.stuckAfter=15s',
  ...process.argv.slice(2),
]
process.on('SIGINT', () => {}) // the watch hears it too, and ends
spawn(process.execPath, [cli, ...args], { stdio: 'inherit' }).on('exit', (code) => {
  for (const timer of timers) clearTimeout(timer)
  rmSync(base, { recursive: true, force: true })
  process.exitCode = code ?? 1
})
