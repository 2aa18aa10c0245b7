// Writes samples/whole anew: node samples/make/all.mjs [folder]

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cases } from './cases.mjs'

const whole = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'whole')

rmSync(whole, { recursive: true, force: true })
for (const [name, make] of Object.entries(cases)) {
  for (const [path, content] of Object.entries(make())) {
    const file = join(whole, name, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}
