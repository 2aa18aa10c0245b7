import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Engine } from '../../../src/analysis/engine.ts'
import { reportedEvidence } from '../../../src/evidence/index.ts'
import { DEFAULT_ARCHIVE_LIMITS } from '../../../src/inputs/archives/archive-limits.ts'
import { findInputs } from '../../../src/inputs/find-inputs.ts'
import { readCase } from '../../../src/inputs/read-case.ts'
import type { Observation } from '../../../src/model/observation.ts'
import { rules } from '../../../src/rules/index.ts'
import { createWantedRecords } from '../../../src/scan/matcher.ts'
import { createTar } from '../../support/archives/tar.ts'
import { createZip } from '../../support/archives/zip.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const worker = pathToFileURL(join(folder, 'read-worker.mjs'))
beforeAll(async () => {
  const banner =
    "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
  await build({
    entryPoints: ['src/workers/read-worker.ts'],
    outfile: join(folder, 'read-worker.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    banner: { js: banner },
  })
})

/**
 * A client log larger than what is held of an archive, its first days such that day and month look
 * alike; ends with a date that tells.
 */
function log(from: string): Buffer {
  const line = (date: string, minute: number, text: string) =>
    `${date}|08:${String(minute % 60).padStart(2, '0')}:07.123 0BC4:1A2C INFO  :: ${from}: ${text}\n`
  const parts: string[] = []
  for (let minute = 0; minute < 60; minute += 1) {
    for (let index = 0; index < 900; index += 1)
      parts.push(line('05/06/2016', minute, 'nothing that anybody asks for, as in most records'))
    parts.push(line('05/06/2016', minute, `ErrorServerBusy from EWS at minute ${minute}`))
  }
  return Buffer.from(`${parts.join('')}${line('13/06/2016', 0, 'the day that tells the order')}`)
}

const entries = [
  { name: 'a.UccApilog', content: log('a') },
  { name: 'b.UccApilog', content: log('b') },
  { name: 'small.UccApilog', content: log('small').subarray(0, 100_000) },
]

const { markers } = new Engine({ rules, evidence: reportedEvidence })

async function heard(path: string, jobs = 1): Promise<string[]> {
  const seen: Observation[] = []
  await readCase(await findInputs([path], { limits: DEFAULT_ARCHIVE_LIMITS }), {
    wanted: createWantedRecords(markers),
    markers,
    codePage: 'windows-1252',
    stdin: Readable.from([]),
    parallel: { worker, jobs, minBytes: 0 },
    onObservation: (one) => seen.push(one),
  })
  const text = JSON.stringify(seen, (_, value) => (value instanceof Map ? [...value] : value))
  return text.replaceAll(`${path}/`, '').split('},{')
}

const forms: Readonly<Record<string, Uint8Array>> = {
  zip: createZip(entries),
  'stored zip': createZip(entries.map((entry) => ({ ...entry, stored: true }))),
  tar: createTar(entries),
  'tar.gz': gzipSync(createTar(entries)),
}

describe('large logs in an archive', () => {
  it.each(Object.entries(forms))(
    'are heard as they are from a folder, by any number of threads: %s',
    async (form, bytes) => {
      const loose = mkdtempSync(join(folder, 'loose-'))
      for (const { name, content } of entries) writeFileSync(join(loose, name), content)
      const archive = join(folder, `${form}.bin`)
      writeFileSync(archive, bytes)
      const expected = await heard(loose)
      expect(expected.length).toBeGreaterThan(120)
      expect(await heard(archive)).toEqual(expected)
      expect(await heard(archive, 2)).toEqual(expected)
    },
  )
})
