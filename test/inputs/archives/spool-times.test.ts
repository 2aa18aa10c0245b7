import { describe, expect, it } from 'vitest'
import { readArchive } from '../../support/archives/read-archive.ts'
import { createTar } from '../../support/archives/tar.ts'
import { createZip, extraField, type ZipEntry } from '../../support/archives/zip.ts'

const SPOOL = 'Lync/sip_Kim@contoso.example/History Spooler'
const at = (time: string) => Date.parse(time)
/** Converts to FILETIME: units of 100 ns since 1601. */
const fileTime = (time: string): number => (at(time) + 11_644_473_600_000) * 10_000
/** 2016-09-20 08:30:14 as a DOS date and time. */
const DOS = [(36 << 9) | (9 << 5) | 20, (8 << 11) | (30 << 5) | 7] as const

const zipWithItem = (more: Partial<ZipEntry>) =>
  createZip([{ name: `${SPOOL}/1.hist`, content: 'never read', dos: DOS, ...more }])
const readItems = async (bytes: Uint8Array, utcOffset?: number) => {
  const { observations, statusOf } = await readArchive(
    bytes,
    utcOffset === undefined ? {} : { utcOffset },
  )
  const items = observations.filter(({ kind }) => kind === 'spool-item')
  return { status: statusOf(SPOOL), items }
}

describe('a History Spooler in an archive', () => {
  it('has NTFS times where the archive has them', async () => {
    const times = [
      fileTime('2016-09-20T06:30:15.250Z'),
      fileTime('2016-09-20T07:00:00Z'),
      fileTime('2016-09-20T06:29:00Z'),
    ] as const
    const extra = extraField(
      0x000a,
      [4, 0],
      [2, 1],
      [2, 24],
      [8, times[0]],
      [8, times[1]],
      [8, times[2]],
    )
    const read = await readItems(zipWithItem({ extra }))
    expect(read.items).toEqual([
      expect.objectContaining({
        user: 'kim@contoso.example',
        name: '1.hist',
        bytes: 10,
        via: 'folder',
        written: at('2016-09-20T06:30:15.250Z'),
        created: at('2016-09-20T06:29:00Z'),
      }),
    ])
    expect(read.status).toBe('read')
  })

  it('has Unix times, to the second, where the archive has them', async () => {
    const read = await readItems(
      zipWithItem({ extra: extraField(0x5455, [1, 1], [4, at('2016-09-20T06:30:15Z') / 1000]) }),
    )
    expect(read.items).toEqual([expect.objectContaining({ written: at('2016-09-20T06:30:15Z') })])
    expect(read.status).toBe('read')
  })

  it('otherwise has DOS times in the given zone, with a note', async () => {
    const utc = await readItems(zipWithItem({}))
    expect(utc.items).toEqual([expect.objectContaining({ written: at('2016-09-20T08:30:14Z') })])
    expect(utc.status).toContain(
      'times to 2 s, local time of unknown offset, read as UTC (--utc-offset to change)',
    )
    const local = await readItems(zipWithItem({}), 120)
    expect(local.items).toEqual([expect.objectContaining({ written: at('2016-09-20T06:30:14Z') })])
    expect(local.status).toContain('times to 2 s, local time, read as UTC+02:00')
  })

  it('has no times where the archive has none', async () => {
    const read = await readItems(zipWithItem({ dos: [0, 0] }))
    expect(read.items).toEqual([expect.not.objectContaining({ written: expect.anything() })])
  })

  it('has the times of a tar, with fractions of a second from a pax header', async () => {
    const name = `${SPOOL}/1.hist`
    const plain = await readItems(createTar([{ name, mtime: 1_474_353_000 }]))
    expect(plain.items).toEqual([expect.objectContaining({ written: 1_474_353_000_000 })])
    const pax = { mtime: '1474353000.75', 'LIBARCHIVE.creationtime': '1474352000.5' }
    const exact = await readItems(createTar([{ name, mtime: 1, pax }]))
    expect(exact.items).toEqual([
      expect.objectContaining({ written: 1_474_353_000_750, created: 1_474_352_000_500 }),
    ])
  })

  it.each(['253402300800', '1e300', '9e99', '99999999999999'])(
    'has no time where a tar states second %s, which no calendar has',
    async (mtime) => {
      const pax = { mtime, 'LIBARCHIVE.creationtime': mtime }
      const read = await readItems(createTar([{ name: `${SPOOL}/1.hist`, pax }]))
      expect(read.items).toEqual([expect.objectContaining({ bytes: 0 })])
      for (const key of ['written', 'created']) expect(read.items[0]).not.toHaveProperty(key)
    },
  )

  it('has no time where NTFS states a year of five digits', async () => {
    const years = [8, 0x7f_ffff_ffff_0000] as const
    const extra = extraField(0x000a, [4, 0], [2, 1], [2, 24], years, years, years)
    const read = await readItems(zipWithItem({ extra }))
    for (const key of ['written', 'created']) expect(read.items[0]).not.toHaveProperty(key)
  })

  it('is found even when it is empty', async () => {
    for (const bytes of [
      createZip([{ name: `${SPOOL}/` }]),
      createTar([{ name: `${SPOOL}/`, type: '5' }]),
    ]) {
      const { observations } = await readArchive(bytes)
      expect(observations).toContainEqual(
        expect.objectContaining({ kind: 'spool-folder', user: 'kim@contoso.example' }),
      )
    }
  })

  it('is never opened, so that damaged items do not matter', async () => {
    const read = await readItems(zipWithItem({ declares: { flags: 1, crc: 9 } }))
    expect(read.items).toHaveLength(1)
    expect(read.status).not.toContain('encrypted')
  })
})
