import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { memoryInput, type RedactedCopy, redactFound, redactPaths } from '../share/redacted-copy.ts'
import { createZip } from '../support/archives/zip.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { allKinds } from './kinds/all-kinds.ts'
import { inputsWith } from './kinds/inputs.ts'
import type { SecretKind } from './kinds/kind.ts'
import { secretsLeftIn } from './kinds/secrets-left.ts'

const promised = allKinds.filter(({ isPromised }) => isPromised)
const filesWith = ({ text }: SecretKind) =>
  Object.entries(inputsWith).map(([input, withText]) => ({
    name: `${input}.txt`,
    content: Buffer.from(withText(text)),
  }))

const leaksOf = ({ files }: RedactedCopy, kind: SecretKind) =>
  [...files].flatMap(([name, bytes]) => {
    const left = [...secretsLeftIn(name, kind), ...secretsLeftIn(bytes.toString(), kind)]
    return left.length === 0 ? [] : [`${name}: ${kind.name}: ${bytes.toString().slice(-200)}`]
  })

describe('a redacted case with a file of each of 18 kinds', () => {
  it('has 18 files, each with the secret', () => {
    for (const kind of promised) expect(filesWith(kind)).toHaveLength(18)
  })

  it('has all 18 files and no secret of any kind, as a folder', async () => {
    const leaks: string[] = []
    for (const kind of promised) {
      const inputs = filesWith(kind).map(({ name, content }) => memoryInput(name, content))
      const copy = await redactFound(['.'], inputs)
      expect(copy.leftOut.items).toEqual([])
      expect(copy.fileCount).toBe(18)
      leaks.push(...leaksOf(copy, kind))
    }
    expect(leaks).toEqual([])
  })

  it('has no secret of any kind, from a zip', async () => {
    const zip = join(temporaryFolder('kinds'), 'case.zip')
    const leaks: string[] = []
    for (const kind of promised) {
      writeFileSync(zip, createZip(filesWith(kind)))
      leaks.push(...leaksOf(await redactPaths(zip), kind))
    }
    expect(leaks).toEqual([])
  })
})
