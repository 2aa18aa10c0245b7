// Regenerates samples/whole, the binary traces and their TMF: node samples/make/all.mjs [folder]

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cases, stuckEtl } from './cases.mjs'
import { clientTmf } from './client-etl.mjs'

const samples = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..')

function write(folder, files) {
  rmSync(join(samples, folder), { recursive: true, force: true })
  for (const [path, content] of Object.entries(files)) {
    const file = join(samples, folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
}

const whole = Object.entries(cases).flatMap(([name, make]) =>
  Object.entries(make()).map(([path, content]) => [join(name, path), content]),
)
write('whole', Object.fromEntries(whole))
write(
  join('formats', 'etl-binary'),
  Object.fromEntries(
    ['strings', 'opaque', 'wpp'].map((kind) => [`client-${kind}.etl`, stuckEtl(kind)]),
  ),
)
write('tmf', { 'client.tmf': clientTmf })
