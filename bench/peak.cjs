// Loaded into a measured program before anything else: at exit it says its peak memory in kilobytes
// on descriptor 3. Linux gives a new program its starter's peak as the first value of maxRSS; VmHWM
// counts this program alone.
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
