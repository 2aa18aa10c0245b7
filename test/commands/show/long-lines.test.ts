import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { CitedInputs } from '../../../src/excerpts/read-citations.ts'
import { type FoundInput, findFiles } from '../../../src/inputs/find-files.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

it('says why a cited line behind very long lines is not shown', async () => {
  const folder = temporaryFolder('long')
  const line = `06/14/2016|12:00:00.123 0BC4:1A2C INFO  :: ${'word '.repeat(200_000)}\n`
  writeFileSync(join(folder, 'Lync-UccApi-0.UccApilog'), line.repeat(20))
  const [log] = findFiles([folder])
  const resultWith = async (context: number) => {
    const options = { context, codePage: 'windows-1252', stdin: Readable.from([]) }
    return (
      await new CitedInputs([log as FoundInput], options).read(log as FoundInput, [{ line: 15 }])
    ).results[0]
  }
  expect(await resultWith(3)).toMatchObject({ parts: { length: 7 } })
  // The lines that fit are shown, and the last of them says that there are more.
  const most = await resultWith(7)
  const parts = most && 'parts' in most ? most.parts : []
  expect(parts.map(({ isCut }) => isCut)).toEqual(parts.map(() => true))
  expect(parts.length).toBeLessThan(15)
  expect(await resultWith(14)).toEqual({
    problem: 'cannot show line 15: the lines before it are too long. Pass a smaller --context',
  })
})
