import { statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { findFiles } from '../../src/inputs/find-files.ts'
import { readCase } from '../../src/inputs/read-case.ts'
import type { Observation } from '../../src/model/observation.ts'
import { createWantedRecords } from '../../src/scan/matcher.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const record = '06/14/2016|10:00:00.000 1A2C:9F4 TRACE :: text\r\n'

it.each([
  ['small', 40],
  ['large', 60_000],
])('reports that a %s file became shorter while it was read', async (_, records) => {
  const path = join(temporaryFolder(), 'a.UccApilog')
  writeFileSync(path, record.repeat(records))
  const found = findFiles([path])
  const missing = 20 * record.length
  truncateSync(path, statSync(path).size - missing)
  const observations: Observation[] = []
  await readCase(found, {
    wanted: createWantedRecords([]),
    codePage: 'windows-1252',
    stdin: Readable.from([]),
    onObservation: (observation) => observations.push(observation),
  })
  expect(observations).toContainEqual(
    expect.objectContaining({
      kind: 'input',
      input: expect.objectContaining({
        records: records - 20,
        damage: [
          {
            offset: (records - 20) * record.length,
            reason: `the file became shorter while it was read: ${missing} bytes less`,
          },
        ],
      }),
    }),
  )
})
