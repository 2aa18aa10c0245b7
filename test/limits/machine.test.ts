import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { readFileVersion } from '../../src/inputs/machine/file-version.ts'
import { findOtherProfiles } from '../../src/inputs/machine/find-profiles.ts'
import {
  createProgramRunner,
  readRegistryValues,
} from '../../src/inputs/machine/registry-values.ts'
import { ProgramSigns } from '../../src/model/logs/log-program.ts'
import { acceptsTest, keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const PE_AT = 64
const SECTIONS_AT = PE_AT + 24

interface ProgramParts {
  readonly sections: number
  /** Bytes of the resources, which the last section has. */
  readonly resourceBytes: number
  /** Where the version is in the resources. */
  readonly versionAt: number
}

/** Writes a Windows program, and returns the version that is read of it. */
function versionOf({ sections, resourceBytes, versionAt }: ProgramParts): string | undefined {
  const resourcesAt = 8192
  const head = Buffer.alloc(resourcesAt)
  head.write('MZ')
  head.writeUInt32LE(PE_AT, 60)
  head.write('PE\0\0', PE_AT, 'latin1')
  head.writeUInt16LE(sections, PE_AT + 6)
  const last = SECTIONS_AT + (sections - 1) * 40
  head.write('.rsrc', last)
  head.writeUInt32LE(resourceBytes, last + 16)
  head.writeUInt32LE(resourcesAt, last + 20)
  const version = Buffer.alloc(52)
  for (const [index, value] of [0xfeef04bd, 0x10000, 16 << 16, 6741 << 16].entries())
    version.writeUInt32LE(value, index * 4)
  const path = join(temporaryFolder('program'), 'lync.exe')
  writeFileSync(path, head)
  truncateSync(path, resourcesAt + resourceBytes)
  const file = openSync(path, 'r+')
  writeSync(file, version, 0, version.length, resourcesAt + versionAt)
  closeSync(file)
  return readFileVersion(path)
}

acceptsTest(
  'inputs/machine/file-version.ts MAX_SECTIONS',
  (sections) => versionOf({ sections, resourceBytes: 100, versionAt: 0 }) === '16.0.6741.0',
)

acceptsTest(
  'inputs/machine/file-version.ts MAX_RESOURCE_BYTES',
  (bytes) =>
    versionOf({ sections: 1, resourceBytes: bytes, versionAt: bytes - 52 }) === '16.0.6741.0',
)

keepsTest('inputs/machine/find-profiles.ts MAX_PROFILES', (count) => {
  const users = temporaryFolder('users')
  const data = temporaryFolder('data')
  mkdirSync(join(data, 'Local/Microsoft/Office/16.0/Lync'), { recursive: true })
  for (let at = 0; at < count; at += 1) {
    const profile = join(users, `user-${String(at).padStart(4, '0')}`)
    mkdirSync(profile)
    symlinkSync(data, join(profile, 'AppData'))
  }
  for (const name of ['Public', 'own']) mkdirSync(join(users, name))
  const { folders, unread } = findOtherProfiles({ USERPROFILE: join(users, 'own') })
  if (unread.length > 0)
    expect(unread).toEqual([{ path: users, reason: '1 more profile: only 500 are looked at' }])
  return { kept: folders.length, left: unread.length }
})

/** Reads the registry by a program that runs a script of the shell in place of `reg.exe`. */
function queryBy(script: string, timeoutMs?: number) {
  const folder = temporaryFolder('system')
  const program = join(folder, 'Fake\\System32\\reg.exe')
  writeFileSync(program, `#!/bin/sh\n${script}\n`)
  chmodSync(program, 0o755)
  const { PATH } = process.env
  process.env.PATH = `${folder}:${PATH}`
  onTestFinished(() => {
    process.env.PATH = PATH
  })
  const { text, unread } = readRegistryValues(
    createProgramRunner({ SystemRoot: 'Fake' }, timeoutMs),
  )
  return { bytes: text.length, reasons: new Set(unread.map(({ reason }) => reason)) }
}

limitTest('inputs/machine/registry-values.ts MAX_OUTPUT_BYTES', {
  at(value) {
    const { bytes, reasons } = queryBy(answer(value))
    expect(bytes).toBeGreaterThan(value)
    expect(reasons.size).toBe(0)
  },
  beyond(value) {
    const { bytes, reasons } = queryBy(answer(value + 1))
    expect(bytes).toBe(0)
    expect([...reasons]).toEqual([expect.stringMatching(/^reg query: .*ENOBUFS/)])
  },
})

const answer = (bytes: number): string => `head -c ${bytes} /dev/zero`

// A shorter time is tested.
limitTest('inputs/machine/registry-values.ts TIMEOUT_MS', {
  at: () => expect(queryBy('echo done', 10_000).reasons.size).toBe(0),
  beyond: () =>
    expect([...queryBy('exec sleep 60', 10).reasons]).toEqual([
      expect.stringMatching(/^reg query: .*ETIMEDOUT/),
    ]),
})

keepsTest('model/logs/log-program.ts MAX_NAME_CHARS', (length) => {
  const signs = new ProgramSigns()
  signs.addName('component', 'q'.repeat(length))
  const { note = '' } = signs.conclude(undefined)
  return { kept: note.match(/q/g)?.length ?? 0, left: note.endsWith('…') ? 1 : 0 }
})
