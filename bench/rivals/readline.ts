// A likely script: Node's readline, and one regular expression for each line.
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'

// SIP/2.0 480
const ABOUT_OFFLINE_IM = /SIP\/2\.0 480|ResponseCode|BackOffMilliseconds/

let found = 0
const lines = createInterface({
  input: createReadStream(process.argv[2] ?? '', { highWaterMark: 1 << 20 }),
})
lines.on('line', (line) => {
  if (ABOUT_OFFLINE_IM.test(line)) found += 1
})
lines.on('close', () => console.log(found))
