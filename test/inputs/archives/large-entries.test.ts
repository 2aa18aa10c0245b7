import { mkdtempSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
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
 * Returns a client log that is larger than what is held in memory of an archive. Its first dates
 * are ambiguous; only the last one shows the order of day and month.
 */
function log(from: string): Buffer {
  const line = (date: string, minute: number, text: string) => {
    const time = `08:${String(minute % 60).padStart(2, '0')}:07.123`
    return `${date}|${time} 0BC4:1A2C INFO  :: ${from}: ${text}\n`
  }
  const parts: string[] = []
  for (let minute = 0; minute < 60; minute += 1) {
    for (let index = 0; index < 900; index += 1)
      parts.push(line('05/06/2016', minute, 'no evidence wants this record, like most records'))
    parts.push(line('05/06/2016', minute, `ErrorServerBusy from EWS at minute ${minute}`))
  }
  return Buffer.from(`${parts.join('')}${line('13/06/2016', 0, 'the day that shows the order')}`)
}

const entries = [
  { name: 'a.UccApilog', content: log('a') },
  { name: 'b.UccApilog', content: log('b') },
  { name: 'small.UccApilog', content: log('small').subarray(0, 100_000) },
]

const { markers } = new Engine({ rules, evidence: reportedEvidence })

async function readTexts(path: string, jobs = 1): Promise<string[]> {
  const observations: Observation[] = []
  await readCase(await findInputs([path], { limits: DEFAULT_ARCHIVE_LIMITS }), {
    wanted: createWantedRecords(markers),
    markers,
    codePage: 'windows-1252',
    stdin: Readable.from([]),
    parallel: { worker, jobs, minBytes: 0 },
    onObservation: (observation) => observations.push(observation),
  })
  const text = JSON.stringify(observations, (_, value) =>
    value instanceof Map ? [...value] : value,
  )
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
    'give the same observations as in a folder, with any number of threads: %s',
    async (form, bytes) => {
      const plain = mkdtempSync(join(folder, 'plain-'))
      for (const { name, content } of entries) writeFileSync(join(plain, name), content)
      const archive = join(folder, `${form}.bin`)
      writeFileSync(archive, bytes)
      const expected = await readTexts(plain)
      expect(expected.length).toBeGreaterThan(120)
      expect(await readTexts(archive)).toEqual(expected)
      expect(await readTexts(archive, 2)).toEqual(expected)
    },
  )
})
