import { judgedLine, startTestWorker } from './queue.ts'

/**
 * A worker in a process of its own, that can be killed: it says what it begins, and never ends it.
 */
const [url = ''] = process.argv.slice(2)
await startTestWorker(url, async (path) => {
  process.stdout.write(`${path}\n`)
  if (path.includes('crash')) process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
  return judgedLine(path)
})
process.stdout.write('ready\n')
