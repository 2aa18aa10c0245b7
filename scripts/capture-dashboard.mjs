// Renews the screen in docs/watching.md: plays the live incident in a real terminal (tmux) and copies
// the screen as text. Run it after a change to the dashboard: node scripts/capture-dashboard.mjs

import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const COLUMNS = 110
const ROWS = 36
/** Second of the incident at which two messages are stuck and one is about to be. */
const AT_SECOND = 37
const COMMENT = `<!-- screen: npm run demo:live after ${AT_SECOND} s -->`

const tmux = (...args) =>
  spawnSync('tmux', ['-L', 'spoolscope-capture', ...args], { encoding: 'utf8' }).stdout
spawnSync(process.execPath, ['scripts/build.mjs'], { stdio: 'inherit' })
tmux(
  'new-session',
  '-d',
  '-x',
  String(COLUMNS),
  '-y',
  String(ROWS),
  `${process.execPath} scripts/demo-live.mjs --no-color`,
)
await pause(AT_SECOND * 1000)
const screen = tmux('capture-pane', '-p').trimEnd()
tmux('send-keys', 'q')
await pause(500)
tmux('kill-server')

const readme = readFileSync('docs/watching.md', 'utf8')
const start = readme.indexOf(COMMENT)
const open = readme.indexOf('\n', readme.indexOf('```', start)) + 1
const close = readme.indexOf('```', open)
if (start < 0 || close < open) throw new Error(`docs/watching.md has no block behind ${COMMENT}`)
writeFileSync('docs/watching.md', `${readme.slice(0, open)}${screen}\n${readme.slice(close)}`)
console.log(screen)
