import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { ArchiveBudget, DEFAULT_ARCHIVE_LIMITS } from '../../src/inputs/archives/archive-limits.ts'
import { packedSource } from '../../src/inputs/archives/packed-source.ts'
import { readOfficeText } from '../../src/inputs/documents/office-text.ts'
import { findFiles } from '../../src/inputs/find-files.ts'
import { readArchive } from '../support/archives/read-archive.ts'
import { createTar } from '../support/archives/tar.ts'
import { createZip } from '../support/archives/zip.ts'
import { acceptsTest, keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const LIST = 'Identity : Global\r\nEnableOfflineIm : False\r\n'
const statuses = async (
  bytes: Uint8Array,
  limits: Partial<typeof DEFAULT_ARCHIVE_LIMITS>,
  name?: string,
) => {
  const { inputs } = await readArchive(bytes, { limits, ...(name ? { name } : {}) })
  return inputs.map(({ status, notes }) => [status, ...notes].join(': '))
}

// The options are tested: no test writes 100,000 files, or unpacks 4 GB.
limitTest('model/verdict-options.ts max-files', {
  at: () => expect(findMany(20, 20)).toEqual({ files: 20, notes: 0 }),
  beyond: () => expect(findMany(21, 20)).toEqual({ files: 20, notes: 1 }),
})

function findMany(count: number, maxFiles: number) {
  const folder = temporaryFolder('many')
  for (let at = 0; at < count; at += 1) writeFileSync(join(folder, `${at}`), '')
  const found = findFiles([folder], { maxFiles })
  const notes = found.filter(({ problem }) => problem?.includes('--max-files')).length
  return { files: found.length - notes, notes }
}

keepsTest('inputs/find-files.ts DEFAULT_MAX_SPOOLS', (count) => {
  const folder = temporaryFolder('spools')
  const maxFiles = count + 1
  mkdirSync(join(folder, '!'))
  for (let at = 0; at < maxFiles; at += 1) writeFileSync(join(folder, '!', `${at}.log`), '')
  for (let at = 0; at < count; at += 1)
    mkdirSync(join(folder, String(at), 'History Spooler'), { recursive: true })
  const found = findFiles([folder], { maxFiles })
  const left = found.filter(({ problem }) => problem?.startsWith('1 more file is')).length
  return { kept: found.filter(({ kind }) => kind === 'spool-folder').length, left }
})

limitTest('model/verdict-options.ts max-entry-bytes', {
  at: async () =>
    expect(
      await statuses(createZip([{ name: 'a', content: LIST }]), { entryBytes: LIST.length }),
    ).toEqual(['read']),
  beyond: async () =>
    expect(
      (
        await statuses(createZip([{ name: 'a', content: LIST }]), { entryBytes: LIST.length - 1 })
      )[0],
    ).toContain('--max-entry-bytes'),
})

limitTest('model/verdict-options.ts max-total-bytes', {
  at: async () => expect(await twoEntries(2 * LIST.length)).toEqual(['read', 'read']),
  beyond: async () => {
    const [first, second] = await twoEntries(2 * LIST.length - 1)
    expect(first).toBe('read')
    expect(second).toContain('--max-total-bytes')
  },
})

const twoEntries = (totalBytes: number) =>
  statuses(
    createZip([
      { name: 'a', content: LIST },
      { name: 'b', content: LIST },
    ]),
    { totalBytes },
  )

limitTest('model/verdict-options.ts max-ratio', {
  at: (value) => expect(grant(1e9, 1e9 / value)).toBeUndefined(),
  beyond: (value) => expect(grant(1e9 + 1, 1e9 / value)).toContain('--max-ratio'),
})

limitTest('inputs/archives/archive-limits.ts MIN_RATIO_CHECK_BYTES', {
  at: (value) => expect(grant(value, 1)).toBeUndefined(),
  beyond: (value) => expect(grant(value + 1, 1)).toContain('--max-ratio'),
})

const grant = (bytes: number, packed: number) =>
  new ArchiveBudget(DEFAULT_ARCHIVE_LIMITS).grantBytes(bytes, packed)

keepsTest('model/verdict-options.ts max-entries', async (count) => {
  const { entries } = DEFAULT_ARCHIVE_LIMITS
  const budget = new ArchiveBudget(DEFAULT_ARCHIVE_LIMITS)
  let counted = 0
  for (let at = 0; at < count; at += 1) if (budget.countEntry() === undefined) counted += 1
  expect(counted).toBe(Math.min(count, entries))
  return counted
})

limitTest('model/verdict-options.ts max-nesting', {
  at: async (value) => expect(await nested(value)).toEqual(['read']),
  beyond: async (value) => expect((await nested(value + 1))[0]).toContain('--max-nesting'),
})

function nested(depth: number) {
  let bytes = createZip([{ name: 'a.txt', content: LIST }])
  for (let at = 0; at < depth; at += 1) bytes = createZip([{ name: 'inner.zip', content: bytes }])
  return statuses(bytes, {})
}

limitTest('model/verdict-options.ts max-path-length', {
  at: async (value) => expect(await longName(value)).toEqual(['read']),
  beyond: async (value) => expect((await longName(value + 1))[0]).toContain('--max-path-length'),
})

const longName = (length: number) =>
  statuses(createZip([{ name: 'x'.repeat(length), content: LIST }]), {})

limitTest('inputs/archives/sanitize-name.ts MAX_TRUNCATED_CHARACTERS', {
  at: async (value) => expect(await shownLength(value, value - 1)).toBe(value),
  beyond: async (value) => expect(await shownLength(value + 1, value - 1)).toBe(value),
})

/** The length of the shown name of an entry whose name is longer than a limit. */
async function shownLength(length: number, pathLength: number): Promise<number | undefined> {
  const { inputs } = await readArchive(createZip([{ name: 'x'.repeat(length), content: LIST }]), {
    limits: { pathLength },
  })
  return basename(inputs[0]?.path ?? '').length
}

acceptsTest('inputs/archives/archive-limits.ts MAX_HELD_BYTES', (bytes) => {
  const budget = new ArchiveBudget(DEFAULT_ARCHIVE_LIMITS)
  return budget.allocate(bytes) !== undefined
})

const MAIL =
  'From: kim@contoso.example\r\nTo: lee@contoso.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n' +
  'Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n'

const isMailRead = async (mail: string): Promise<boolean> => {
  const [status] = await statuses(Buffer.from(mail), {}, 'a.eml')
  return !status?.includes('save its attachments as files')
}

acceptsTest('inputs/archives/archive-opener.ts MAX_MAIL_BYTES', (bytes) => {
  const line = `${'AAAA'.repeat(19)}\r\n`
  return isMailRead(`${MAIL}${line.repeat((bytes - MAIL.length) / line.length)}`.padEnd(bytes, 'A'))
})

acceptsTest('inputs/archives/archive-opener.ts MAX_SHORT_MAIL_LINES', (lines) =>
  isMailRead(`${MAIL}${'AAAA\n'.repeat(lines - (MAIL.split('\n').length - 1))}`),
)

limitTest('inputs/archives/archive-opener.ts MAX_SALVAGED_BYTES', {
  at: async (value) => expect(await damagedGzip(value)).toContain('its checksum (CRC) is wrong'),
  // zlib finds the damage of a stream, in its own words.
  beyond: async (value) => expect(await damagedGzip(value + 1)).toContain('cannot be read further'),
})

/** The damage of a gzip with so many unpacked bytes and a wrong checksum. */
async function damagedGzip(bytes: number): Promise<string> {
  const content = Buffer.alloc(bytes, 'EnableOfflineIm : False    \r\n')
  const gzip = gzipSync(content, { level: 1 })
  const at = gzip.length - 8
  gzip[at] = (gzip[at] ?? 0) ^ 1
  const { inputs } = await readArchive(gzip, { name: 'a.txt.gz' })
  return (inputs[0]?.damage ?? []).map(({ reason }) => reason).join()
}

acceptsTest('inputs/archives/read-tar-entries.ts MAX_PROPERTIES_BYTES', async (bytes) => {
  const record = (length: number) => {
    const start = `${length} comment=`
    return `${start}${'x'.repeat(length - start.length - 1)}\n`
  }
  const tar = createTar([
    { name: 'PaxHeader', type: 'x', content: record(bytes) },
    { name: 'a.txt', content: LIST },
  ])
  return (await statuses(tar, {})).includes('read')
})

limitTest('inputs/archives/packed-source.ts MAX_WAITING_STREAMS', {
  at: async (value) => expect(await readAfterOthers(value)).toBe('identical'),
  // It starts again, so that nothing is lost.
  beyond: async (value) => expect(await readAfterOthers(value + 1)).toBe('identical'),
})

/** Reads a half of so many entries each, then the other half of the first one. */
async function readAfterOthers(count: number): Promise<string> {
  const content = Buffer.alloc(200_000, 'some text, ')
  const held = gzipSync(content)
  const container = { kind: 'held', held, from: 0, bytes: held.length } as const
  const limits = { bytes: 1e9, ratio: 5000 }
  const sources = Array.from({ length: count }, () =>
    packedSource({ kind: 'gzip', container, limits }, true),
  )
  const into = new Uint8Array(100_000)
  const parts: Buffer[] = []
  const readSome = async (source: (typeof sources)[number] | undefined) => {
    const length = (await source?.read(into, 0, into.length)) ?? 0
    return Buffer.from(into.subarray(0, length))
  }
  for (const [index, source] of sources.entries()) {
    const part = await readSome(source)
    if (index === 0) parts.push(part)
    source.release()
  }
  for (let part = await readSome(sources[0]); part.length > 0; part = await readSome(sources[0]))
    parts.push(part)
  for (const source of sources) source.close()
  return Buffer.concat(parts).equals(content) ? 'identical' : 'different'
}

keepsTest('inputs/folders/skipped-entry.ts MAX_TARGET_CHARS', (length) => {
  const folder = temporaryFolder('link')
  symlinkSync('x/'.repeat(length).slice(0, length), join(folder, 'a'))
  const [link] = findFiles([folder])
  return /^a link to (.*), which is not followed/.exec(link?.problem ?? '')?.[1]?.length ?? 0
})

acceptsTest('inputs/find-files.ts MAX_RAW_NAMED_BYTES', (bytes) => {
  const folder = temporaryFolder('raw')
  const file = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])])
  writeFileSync(file, '')
  truncateSync(file, bytes)
  return findFiles([folder])[0]?.kind === 'file'
})

acceptsTest('inputs/documents/office-text.ts MAX_ENTRIES', async (count) => {
  const document = createZip([
    ...Array.from({ length: count - 1 }, (_, at) => ({ name: `x${at}`, content: '' })),
    { name: 'word/document.xml', content: '<w:document><w:p><w:t>text</w:t></w:p></w:document>' },
  ])
  return (await readOfficeText(document)) !== undefined
})
