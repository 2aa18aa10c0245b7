import { describe, expect, it } from 'vitest'
import {
  hostileArchives,
  tarWithNeighbours,
  zipWithNeighbours,
} from '../../support/archives/hostile-archives.ts'
import { readArchive } from '../../support/archives/read-archive.ts'
import { createZip } from '../../support/archives/zip.ts'

describe('an archive that is damaged or meant to harm', () => {
  for (const [what, { bytes, problems: says, limits = {}, neighbours }] of Object.entries(
    hostileArchives,
  )) {
    it(`is told of by name, and its neighbours are read: ${what}`, async () => {
      const read = await readArchive(bytes(), { limits })
      for (const [path, words] of Object.entries(says)) expect(read.statusOf(path)).toContain(words)
      for (const name of neighbours) expect(read.statusOf(name)).toBe('read')
    })
  }

  it('has so many entries and no more', async () => {
    const entries = Array.from({ length: 100_000 }, (_, index) => ({
      name: `${index}`,
      content: '',
    }))
    const read = await readArchive(createZip(entries))
    expect(read.statusOf('bundle')).toContain(
      'holds more than 50,000 entries (--max-entries); the rest is not read',
    )
    expect(read.inputs).toHaveLength(50_001)
  })

  it('is told of when its path is too long', async () => {
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

describe('a name that could do harm', () => {
  const names = [
    ['/etc/cron.d/x', 'etc/cron.d/x', 'is absolute'],
    ['../../x', '__/__/x', 'climbs out of the archive'],
    ['..\\..\\x', '__/__/x', 'climbs out of the archive'],
    ['C:\\Windows\\x', 'C_/Windows/x', 'names a drive'],
    ['\\\\server\\share\\x', 'server/share/x', 'is a network path'],
    ['log.txt:hidden', 'log.txt_hidden', 'names an alternate stream'],
    ['CON', '_CON', 'is that of a device'],
    ['Tracing/NUL.txt', 'Tracing/_NUL.txt', 'is that of a device'],
    ['a\u001b[2Jb', 'a\\u{1b}[2Jb', 'holds control characters'],
  ] as const
  const content = 'EnableOfflineIm : True\n'

  it.each(names)('is only shown, and what is in it is read: %s', async (name, shown, why) => {
    for (const bytes of [
      zipWithNeighbours({ name, content, utf8: true }),
      tarWithNeighbours({ name, content }),
    ]) {
      const read = await readArchive(bytes)
      expect(read.statusOf(`bundle/${shown}`)).toContain(why)
      expect(read.statusOf('before.txt')).toBe('read')
      expect(read.statusOf('behind.txt')).toBe('read')
    }
  })

  it('is that of another entry: both are read', async () => {
    const read = await readArchive(zipWithNeighbours({ name: 'behind.txt', content }))
    expect(read.statusOf('behind.txt (2)')).toContain(
      'Another entry of the name behind.txt came before it',
    )
  })

  it('is in the code page of DOS, or in UTF-8 whether or not it says so', async () => {
    const read = await readArchive(
      zipWithNeighbours(
        { name: Buffer.from([0x81, 0x62, 0x65, 0x72]), content },
        { name: 'größe', utf8: true, content },
        { name: Buffer.from('мир'), mode: 0o100644, content },
      ),
    )
    for (const name of ['über', 'größe', 'мир'])
      expect(read.statusOf(name)).not.toContain('holds control')
  })
})
