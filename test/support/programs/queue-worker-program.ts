import { judgedLine, startTestWorker } from './queue.ts'

/**
 * A worker in a separate process that a test can kill. It prints each bundle that it starts, and
 * never finishes one.
 */
const [url = ''] = process.argv.slice(2)
await startTestWorker(url, async (path) => {
  process.stdout.write(`${path}\n`)
  if (path.includes('crash')) process.kill(process.pid, 'SIGKILL')
  await new Promise(() => {})
  return judgedLine(path)
})
process.stdout.write('ready\n')
