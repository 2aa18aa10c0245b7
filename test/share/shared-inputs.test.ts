import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import { findInputs } from '../../src/inputs/find-inputs.ts'
import { caseNameOf, toSharedInputs } from '../../src/share/shared-inputs.ts'
import { createZip } from '../support/archives/zip.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder('shared')
for (const name of ['PC-1/Lync', 'PC-2', 'sip_kim@contoso.example/History Spooler'])
  mkdirSync(join(folder, name), { recursive: true })
for (const name of ['PC-1/Lync/a.log', 'PC-2/b.log', 'c.log'])
  writeFileSync(join(folder, name), name)
writeFileSync(join(folder, 'PC-3.zip'), createZip([{ name: 'Lync/d.log', content: 'd' }]))

const placesOf = async (...names: string[]) => {
  const paths = names.map((name) => join(folder, name))
  const inputs = toSharedInputs(paths, await findInputs(paths, { limits: DEFAULT_ARCHIVE_LIMITS }))
  return inputs.map(({ path, root }) => (root === undefined ? path : `${root}: ${path}`))
}

describe('the places of inputs in a copy', () => {
  it.each([
    [['PC-1'], ['Lync/a.log']],
    [['PC-3.zip'], ['Lync/d.log']],
    [['c.log'], ['c.log']],
    [
      ['PC-1', 'PC-2/', 'PC-3.zip', 'c.log'],
      ['PC-1: Lync/a.log', 'PC-2: b.log', 'PC-3: Lync/d.log', 'c.log'],
    ],
    [['sip_kim@contoso.example/History Spooler'], ['sip_kim@contoso.example/History Spooler']],
  ])('of %j are %j', async (names, places) => {
    expect(await placesOf(...names)).toEqual(places)
  })

  it('are named after the case, without the endings of archives', () => {
    expect(['/srv/PC-1.tar.gz', 'a/PC-2/', 'x.zip', '.zip'].map(caseNameOf)).toEqual([
      'PC-1',
      'PC-2',
      'x',
      'case',
    ])
  })
})
