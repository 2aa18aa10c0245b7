import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { beforeEach, describe, expect, it } from 'vitest'
import { findFiles } from '../../src/inputs/find-files.ts'
import { AppendFile } from '../../src/output/append-file.ts'
import { OutputFile, type OutputOptions, writeOutputFile } from '../../src/output/output-file.ts'
import { rejectEvidencePath } from '../../src/output/reject-evidence-path.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = temporaryFolder('output')
const isPosix = process.platform !== 'win32'
let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'))
  path = join(folder, 'report.json')
})

const modeOf = (file: string) => statSync(file).mode & 0o777
const temporaryFiles = () => readdirSync(folder).filter((name) => name.endsWith('.tmp'))

/** The message of the error that an action throws. */
function messageOf(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    expect((error as Error).name).toBe('UsageError')
    return (error as Error).message
  }
  return 'nothing was thrown'
}

describe('a file', () => {
  it('appears under its name when it is complete, and not before', () => {
    writeFileSync(path, 'old')
    const output = new OutputFile(path)
    output.write('new ')
    output.write(new TextEncoder().encode('bytes, '))
    output.write('x'.repeat(100_000))
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(temporaryFiles()).toHaveLength(1)
    output.commit()
    expect(readFileSync(path, 'utf8')).toBe(`new bytes, ${'x'.repeat(100_000)}`)
    expect(temporaryFiles()).toEqual([])
  })

  it('is left as it was when the output is discarded', () => {
    writeFileSync(path, 'old')
    const output = new OutputFile(path)
    output.write('half')
    output.discard()
    output.discard()
    expect(readFileSync(path, 'utf8')).toBe('old')
    expect(readdirSync(folder)).toEqual(['report.json'])
  })

  it('may have the longest name that the file system allows', () => {
    const long = join(folder, 'x'.repeat(255))
    writeOutputFile(long, 'text')
    expect(readFileSync(long, 'utf8')).toBe('text')
  })

  it('can be written by many at once: each has a temporary file of its own', () => {
    const outputs = [1, 2, 3].map(() => new OutputFile(path))
    for (const [index, output] of outputs.entries()) output.write(`${index}`)
    expect(temporaryFiles()).toHaveLength(3)
    for (const output of outputs) output.commit()
    expect(readFileSync(path, 'utf8')).toBe('2')
    expect(temporaryFiles()).toEqual([])
  })

  it('is never one that is read meanwhile', () => {
    writeFileSync(path, 'input')
    const link = join(folder, 'link.json')
    symlinkSync(path, link)
    for (const [output, input] of [
      [path, path],
      [link, path],
      [path, link],
    ] as const)
      expect(messageOf(() => new OutputFile(output, { inputs: ['-', input] }))).toBe(
        `${output} would be written over while it is read. Choose another file for the result.`,
      )
    expect(readFileSync(path, 'utf8')).toBe('input')
  })
})

describe('evidence', () => {
  it('that has another name, too, keeps its content', () => {
    const evidence = join(folder, 'Lync-UccApi-0.UccApilog')
    writeFileSync(evidence, 'evidence')
    linkSync(evidence, path)
    writeOutputFile(path, 'new')
    expect(readFileSync(evidence, 'utf8')).toBe('evidence')
    expect(readFileSync(path, 'utf8')).toBe('new')
  })

  it('is not written over by its place on disk, a link, or one that is followed', () => {
    const outside = temporaryFolder('outside')
    const evidence = join(outside, 'a.log')
    writeFileSync(evidence, 'evidence')
    symlinkSync(evidence, join(folder, 'a.log'))
    symlinkSync(evidence, join(folder, 'report.json'))
    const found = findFiles([folder], { followLinks: true })
    for (const output of [evidence, join(folder, 'a.log'), join(folder, 'report.json')])
      expect(messageOf(() => rejectEvidencePath(output, found))).toContain('over evidence')
    rejectEvidencePath(join(folder, 'other.json'), found)
  })

  it('is not written over where it is among more files than are listed', () => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(folder, name), 'evidence')
    const found = findFiles([folder], { maxFiles: 1 })
    expect(messageOf(() => rejectEvidencePath(join(folder, 'c'), found))).toContain('evidence')
    rejectEvidencePath(join(temporaryFolder(), 'c'), found)
  })
})

describe.skipIf(!isPosix)('the mode of a file', () => {
  const written = (options: OutputOptions = {}) => {
    writeOutputFile(path, 'text', options)
    return modeOf(path)
  }

  it('lets only the owner read a new file', () => {
    expect(written()).toBe(0o600)
  })

  it('is that of the umask for a new file without private data', () => {
    expect(written({ isPrivate: false })).toBe(0o666 & ~process.umask())
  })

  it.each([0o644, 0o640, 0o600])('is kept when the file exists: %o', (mode) => {
    writeFileSync(path, 'old')
    chmodSync(path, mode)
    expect(written()).toBe(mode)
    expect(written({ isPrivate: false })).toBe(mode)
  })
})

describe.skipIf(!isPosix)('a symbolic link', () => {
  it('stays, and its target is replaced', () => {
    mkdirSync(join(folder, 'elsewhere'))
    const target = join(folder, 'elsewhere', 'target.json')
    writeFileSync(target, 'old')
    symlinkSync(join('elsewhere', 'target.json'), path)
    writeOutputFile(path, 'new')
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
    expect(readFileSync(target, 'utf8')).toBe('new')
  })

  it('stays when its target does not exist yet', () => {
    mkdirSync(join(folder, 'elsewhere'))
    symlinkSync(join('elsewhere', 'target.json'), path)
    writeOutputFile(path, 'new')
    expect(lstatSync(path).isSymbolicLink()).toBe(true)
    expect(readFileSync(join(folder, 'elsewhere', 'target.json'), 'utf8')).toBe('new')
  })

  it('that forms a loop is reported', () => {
    symlinkSync(path, path)
    expect(messageOf(() => writeOutputFile(path, 'new'))).toContain('its links form a loop')
  })
})

describe('standard output', () => {
  it('is written for a dash, and gets what was written in order', () => {
    const stdout = new PassThrough()
    const output = new OutputFile('-', { stdout })
    output.write('text, ')
    output.write(new TextEncoder().encode('bytes'))
    output.commit()
    expect(String(stdout.read())).toBe('text, bytes')
  })

  it('is waited for when its reader is slow', async () => {
    const stdout = new PassThrough({ highWaterMark: 10 })
    const output = new OutputFile('-', { stdout })
    output.write(new Uint8Array(5))
    expect(output.drained()).toBeUndefined()
    output.write(new Uint8Array(50))
    const drained = output.drained()
    expect(drained).toBeInstanceOf(Promise)
    stdout.resume()
    await drained
    expect(output.drained()).toBeUndefined()
  })
})

describe('a failure', () => {
  it('in a folder that does not exist names the folder', () => {
    const missing = join(folder, 'no', 'report.json')
    expect(messageOf(() => writeOutputFile(missing, 'text', { option: 'output' }))).toBe(
      `Cannot write ${missing}: the folder ${join(folder, 'no')} does not exist. ` +
        'Choose another place with --output.',
    )
  })

  it('with a folder as the file says so', () => {
    expect(messageOf(() => writeOutputFile(folder, 'text'))).toBe(
      `Cannot write ${folder}: it is a folder. Choose another place.`,
    )
  })

  it.skipIf(!isPosix)('of permissions names no temporary file', () => {
    chmodSync(folder, 0o555)
    // Permissions do not apply to root.
    const isRoot = process.getuid?.() === 0
    try {
      if (isRoot) process.seteuid?.(65_534)
      expect(messageOf(() => writeOutputFile(path, 'text'))).toBe(
        `Cannot write ${path}: permission is denied. Choose another place.`,
      )
    } finally {
      if (isRoot) process.seteuid?.(0)
      chmodSync(folder, 0o700)
    }
  })

  const noFullDevice = !existsSync('/dev/full')
  it.skipIf(noFullDevice)(
    'of a full disk says so, in one sentence without a temporary name',
    () => {
      const message =
        'Cannot write /dev/full: no space is left on the device. ' +
        'Free some space, or choose another place with --output.'
      expect(messageOf(() => writeOutputFile('/dev/full', 'x', { option: 'output' }))).toBe(message)
      const output = new OutputFile('/dev/full', { option: 'output' })
      expect(messageOf(() => output.write('x'.repeat(1_000_000)))).toBe(message)
      const file = new AppendFile('/dev/full', 'output')
      expect(messageOf(() => file.append('x'))).toBe(message)
      file.close()
    },
  )

  it('of the rename leaves nothing behind', () => {
    const output = new OutputFile(path)
    output.write('text')
    mkdirSync(path)
    expect(messageOf(() => output.commit())).toContain(`Cannot write ${path}: it is a folder`)
    expect(readdirSync(folder)).toEqual(['report.json'])
  })
})

it.skipIf(!existsSync('/dev/null'))('a device is written as it is', () => {
  writeOutputFile('/dev/null', 'text')
  expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
})

describe('a file that grows', () => {
  it('has every write when it returns, and keeps what was there', () => {
    writeFileSync(path, 'old\n')
    const file = new AppendFile(path, 'output')
    file.append('new\n')
    expect(readFileSync(path, 'utf8')).toBe('old\nnew\n')
    file.truncate(4)
    file.append(new TextEncoder().encode('bytes\n'))
    file.close()
    expect(readFileSync(path, 'utf8')).toBe('old\nbytes\n')
  })

  it.skipIf(!isPosix)('lets only the owner read a new file, and keeps the mode of another', () => {
    new AppendFile(path, 'output').close()
    expect(modeOf(path)).toBe(0o600)
    chmodSync(path, 0o644)
    new AppendFile(path, 'output').close()
    expect(modeOf(path)).toBe(0o644)
    rmSync(path)
  })
})
