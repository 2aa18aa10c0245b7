import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createZip } from '../../support/archives/zip.ts'
import { analyzePaths } from '../../support/collections.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('says that one case mixes users who are too many to be told apart', async () => {
  const path = join(temporaryFolder('many'), 'all.zip')
  const items = Array.from({ length: 1001 }, (_, at) => ({
    name: `PC-${at}/sip_user-${at}@contoso.example/History Spooler/1.hist`,
  }))
  writeFileSync(path, createZip(items))
  const cases = await analyzePaths(path)
  expect(cases).toHaveLength(1)
  expect(cases[0]?.mixture).toBe(
    '1,001 collections are mixed in this case: more than 1,000 are not compared. ' +
      'Analyze each by itself.',
  )
  expect(cases[0]?.headline).toContain(cases[0]?.mixture)
})
