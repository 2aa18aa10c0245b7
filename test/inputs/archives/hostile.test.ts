import { describe, expect, it } from 'vitest'
import {
  hostileArchives,
  tarWithNeighbours,
  zipWithNeighbours,
} from '../../support/archives/hostile-archives.ts'
import { readArchive } from '../../support/archives/read-archive.ts'
import { createTar } from '../../support/archives/tar.ts'
import { createZip } from '../../support/archives/zip.ts'

describe('a damaged or hostile archive', () => {
  for (const [title, { bytes, problems, limits = {}, neighbours }] of Object.entries(
    hostileArchives,
  )) {
    it(`is listed by name, and its neighbours are read: ${title}`, async () => {
      const read = await readArchive(bytes(), { limits })
      for (const [path, problem] of Object.entries(problems))
        expect(read.statusOf(path)).toContain(problem)
      for (const name of neighbours) expect(read.statusOf(name)).toBe('read')
    })
  }

  it('is read up to the maximum number of entries', async () => {
    const entries = Array.from({ length: 100_000 }, (_, index) => ({
      name: `${index}`,
      content: '',
    }))
    const read = await readArchive(createZip(entries))
    expect(read.statusOf('bundle')).toContain(
      'contains more than 50,000 entries (--max-entries); the rest is not read',
    )
    expect(read.inputs).toHaveLength(50_001)
  })

  it('is reported when the path of an entry is too long', async () => {
    const read = await readArchive(
      zipWithNeighbours({ name: `${'folder/'.repeat(200)}log`, content: 'x' }),
    )
    const long = read.inputs.find(({ notes }) =>
      notes.some((note) => note.includes('--max-path-length')),
    )
    expect(long?.notes).toEqual([
      'its path is 1,403 characters long, more than 1,024 (--max-path-length)',
    ])
    expect(long?.path.length).toBeLessThan(300)
    expect(read.statusOf('behind.txt')).toBe('read')
  })
})

describe('a zip whose end states fewer entries than it has', () => {
  const content = 'Identity : Global\r\nEnableOfflineIm : False\r\n'
  const whole = createZip([
    { name: 'a.txt', content },
    { name: 'b.txt', content },
  ])
  const END_BYTES = 22

  it.each([0, 1])('is damaged, with %i stated', async (count) => {
    const zip = Buffer.from(whole)
    for (const place of [8, 10]) zip.writeUInt16LE(count, zip.length - END_BYTES + place)
    const { inputs } = await readArchive(zip)
    expect(inputs.flatMap(({ notes }) => notes).join()).toContain(
      `damaged: its end states ${count} entries, but it has more`,
    )
  })

  it.each([0, 0xffff_0000])('is damaged, with its list at %i', async (place) => {
    const zip = Buffer.from(whole)
    for (const at of [8, 10]) zip.writeUInt16LE(0, zip.length - END_BYTES + at)
    zip.writeUInt32LE(place, zip.length - END_BYTES + 16)
    const { inputs } = await readArchive(zip)
    expect(inputs.map(({ status }) => status)).toContain('unreadable')
  })
})

describe('an archive without files', () => {
  it.each([
    ['zip', createZip([])],
    ['zip with a folder', createZip([{ name: 'empty/', content: '' }])],
    ['tar with a folder', createTar([{ name: 'empty/', type: '5' }])],
    ['mail', Buffer.from('From: a\nContent-Type: multipart/mixed; boundary=b\n\n')],
  ])('is reported: %s', async (_, bytes) => {
    const { inputs, statusOf } = await readArchive(bytes)
    expect(inputs).toHaveLength(1)
    expect(statusOf('bundle')).toBe('unreadable; it contains no files: ask for it again')
  })
})

describe('a hostile name', () => {
  const names = [
    ['/etc/cron.d/x', 'etc/cron.d/x', 'is absolute'],
    ['../../x', '__/__/x', 'climbs out of the archive'],
    ['..\\..\\x', '__/__/x', 'climbs out of the archive'],
    ['C:\\Windows\\x', 'C_/Windows/x', 'names a drive'],
    ['\\\\server\\share\\x', 'server/share/x', 'is a network path'],
    ['log.txt:hidden', 'log.txt_hidden', 'names an alternate stream'],
    ['CON', '_CON', 'is that of a device'],
    ['Tracing/NUL.txt', 'Tracing/_NUL.txt', 'is that of a device'],
    ['a\u001b[2Jb', 'a\\u{1b}[2Jb', 'contains control characters'],
  ] as const
  const content = 'EnableOfflineIm : True\n'

  it.each(names)(
    'is sanitized for display, and its content is read: %s',
    async (name, displayName, problem) => {
      for (const bytes of [
        zipWithNeighbours({ name, content, utf8: true }),
        tarWithNeighbours({ name, content }),
      ]) {
        const read = await readArchive(bytes)
        expect(read.statusOf(`bundle/${displayName}`)).toContain(problem)
        expect(read.statusOf('before.txt')).toBe('read')
        expect(read.statusOf('behind.txt')).toBe('read')
      }
    },
  )

  it('gets a number if another entry has it, and both entries are read', async () => {
    const read = await readArchive(zipWithNeighbours({ name: 'behind.txt', content }))
    expect(read.statusOf('behind.txt (2)')).toContain(
      'Another entry with the name behind.txt came before it',
    )
  })

  it('is decoded from code page 437, or from UTF-8 even without its flag', async () => {
    const read = await readArchive(
      zipWithNeighbours(
        { name: Buffer.from([0x81, 0x62, 0x65, 0x72]), content },
        { name: 'größe', utf8: true, content },
        { name: Buffer.from('мир'), mode: 0o100644, content },
      ),
    )
    for (const name of ['über', 'größe', 'мир'])
      expect(read.statusOf(name)).not.toContain('contains control')
  })
})
