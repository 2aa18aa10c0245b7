// Preloaded into a measured program: at exit it writes the peak memory in kB to descriptor 3. On
// Linux, maxRSS of a new program starts with the peak of its parent; VmHWM counts this one alone.
const { readFileSync, writeSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')

function peakKilobytes() {
  try {
    // VmHWM:	   77212 kB
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'latin1'))[1])
  } catch {
    return process.resourceUsage().maxRSS // no /proc here
  }
}

if (isMainThread) process.on('exit', () => writeSync(3, String(peakKilobytes())))
