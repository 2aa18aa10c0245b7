import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { readArchivedStdin } from '../../src/inputs/archives/read-archived-stdin.ts'
import { collectDecoding } from '../../src/inputs/collect-decoding.ts'
import { createTextDecoder } from '../../src/inputs/encoding.ts'
import { type FoundInput, findFiles } from '../../src/inputs/find-files.ts'
import { InputReader } from '../../src/inputs/input-reader.ts'
import { readDecoding } from '../../src/inputs/read-decoding.ts'
import { recognise } from '../../src/inputs/recognise.ts'
import type { ParseSession } from '../../src/model/parser.ts'
import { Tally } from '../../src/model/tally.ts'
import { etlFile } from '../support/etl/etl-builder.ts'
import { acceptsTest, limitTest } from '../support/limits/limit-test.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const decode = createTextDecoder('windows-1252')
const TMF = [
  '5d0e4f3a-1b2c-4d5e-8f60-718293a4b5c6 Lync-Client // SRC=uccapi.cpp MJ= MN=',
  '#typev uccapi_cpp42 12 "%0%10!d!" //   LEVEL=TL_ERROR',
  '{',
  'm_sequence, ItemLong -- 10',
  '}',
  '',
].join('\r\n')

/** A folder with files of these contents. */
function folderOf(contents: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = temporaryFolder('inputs')
  for (const [name, content] of Object.entries(contents)) writeFileSync(join(folder, name), content)
  return folder
}

limitTest('inputs/input-reader.ts MAX_RECORD_BYTES', {
  at: async (value) => expect(await readRecord(value)).toEqual({ parts: [value], notes: [] }),
  async beyond(value) {
    const { parts, notes } = await readRecord(value + (2 << 20))
    expect(parts).toEqual([value + (1 << 20), 1 << 20])
    expect(notes).toEqual(['A record longer than 64 MiB was read in parts'])
    expect((await readRecord(value + 1)).notes).toEqual(notes)
  },
})

/** Reads an input that is one record. */
async function readRecord(bytes: number) {
  const folder = folderOf({ 'a.log': '' })
  truncateSync(join(folder, 'a.log'), bytes)
  const [found] = findFiles([folder])
  const text = { encoding: 'utf-8', bomBytes: 0, crLineEnds: false } as const
  const parts: number[] = []
  const session: ParseSession = {
    read(_, from, to, final) {
      if (final && to > from) parts.push(to - from)
      return final ? to : from
    },
  }
  const tally = new Tally()
  await new InputReader({ found: found as FoundInput, ...text }).readAll(session, tally)
  return { parts, notes: [...tally.notes] }
}

/** The number of TMF files that decode the traces of a case with these ones. */
async function decodingFiles(texts: readonly string[], maxCharacters?: number): Promise<number> {
  const files = texts.map((text, at) => [`${at}.tmf`, text])
  const folder = folderOf({ ...Object.fromEntries(files), 'trace.etl': etlFile([]) })
  const inputs = await Promise.all(
    findFiles([folder]).map((found) => recognise(found, decode, Readable.from([]))),
  )
  expect(inputs.filter(({ parser }) => parser?.schemaKind === 'tmf').length).toBe(texts.length)
  return (await collectDecoding(inputs, undefined, decode, maxCharacters))?.tmf.length ?? 0
}

acceptsTest(
  'inputs/collect-decoding.ts MAX_FILE_BYTES',
  async (bytes) => (await decodingFiles([TMF.padEnd(bytes)])) === 1,
)

// Smaller limits are tested of the following: no test takes hundreds of MiB.
limitTest('inputs/collect-decoding.ts MAX_TOTAL_CHARACTERS', {
  at: async () => expect(await decodingFiles([TMF, TMF], 2 * TMF.length)).toBe(2),
  beyond: async () => expect(await decodingFiles([TMF, TMF], 2 * TMF.length - 1)).toBe(1),
})

const LIMITS = { maxFiles: 20, maxFileBytes: 1000 }

limitTest('inputs/read-decoding.ts MAX_FILES', {
  at: () => expect(givenFiles(20)).toBe(20),
  beyond: () => expect(() => givenFiles(21)).toThrow('contains more than 20 files'),
})

/** The number of files that are read of a folder given with `--tmf`, some in a folder inside. */
function givenFiles(count: number): number | undefined {
  const folder = folderOf({ 'readme.txt': 'no TMF' })
  mkdirSync(join(folder, 'inner'))
  for (let at = 0; at < count; at += 1)
    writeFileSync(join(folder, at % 2 === 0 ? 'inner' : '.', `${at}.tmf`), TMF)
  return readDecoding([folder], [], 'windows-1252', LIMITS)?.tmf.length
}

limitTest('inputs/read-decoding.ts MAX_FILE_BYTES', {
  at: () => expect(givenCharacters(1000)).toBe(1000),
  beyond: () => expect(() => givenCharacters(1001)).toThrow(/^--tmf .*: larger than/),
})

function givenCharacters(bytes: number): number | undefined {
  const path = join(folderOf({ 'a.tmf': TMF.padEnd(bytes) }), 'a.tmf')
  return readDecoding([path], [], 'windows-1252', LIMITS)?.tmf[0]?.text.length
}

limitTest('inputs/archives/read-archived-stdin.ts MAX_HELD_BYTES', {
  at: async () => expect(await archiveWithin(ARCHIVE.length)).toMatchObject({ kind: 'file' }),
  beyond: async () =>
    expect(await archiveWithin(ARCHIVE.length - 1)).toMatchObject({
      kind: 'unreadable',
      problem: expect.stringMatching(/^an archive of more than .*: save it to a file/),
    }),
})

const ARCHIVE = gzipSync('2016-06-14 10:00 a line\n'.repeat(100))

function archiveWithin(maxBytes: number): Promise<FoundInput | undefined> {
  const stdin = Readable.from([ARCHIVE.subarray(0, 40), ARCHIVE.subarray(40)], {
    objectMode: false,
  })
  return readArchivedStdin(stdin as unknown as NodeJS.ReadStream, maxBytes)
}
