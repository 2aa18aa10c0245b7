import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Observation } from '../../src/model/observation.ts'
import { LOG, library, plain, run, STUCK } from '../support/api/library.ts'
import { folderEntries } from '../support/archives/folder-entries.ts'
import { createZip } from '../support/archives/zip.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const { analyze, UsageError, readEtlEvents, readObservations } = library
const folder = temporaryFolder('library')
const text = readFileSync(join(STUCK, LOG))

/** Paths of the files that this process has open. */
const openFiles = (): string[] =>
  readdirSync('/proc/self/fd').flatMap((name) => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`)]
    } catch {
      return [] // the folder itself
    }
  })

const read = async (...args: Parameters<typeof readObservations>): Promise<Observation[]> => {
  const observations: Observation[] = []
  for await (const observation of readObservations(...args)) observations.push(observation)
  return observations
}

describe('readObservations', () => {
  const large = join(folder, 'observed/Lync-UccApi-0.UccApilog')
  mkdirSync(join(folder, 'observed'))
  writeFileSync(large, Buffer.concat(Array.from({ length: 200 }, () => text)))

  it('reads every record, and ends each input with its summary', async () => {
    const observations = await read(STUCK)
    const summaries = observations.flatMap((each) => (each.kind === 'input' ? [each.input] : []))
    const { cases } = await analyze(STUCK)
    expect(summaries.map(({ path, records }) => [path, records])).toEqual(
      cases[0]?.inputs.map(({ path, records }) => [path, records]),
    )
    const log = summaries.find(({ path }) => path === LOG)
    const ofLog = observations.filter(
      ({ kind, source }) => source.path === LOG && (kind === 'trace' || kind === 'sip'),
    )
    expect(ofLog.length).toBeGreaterThan(100)
    expect(ofLog.length).toBeLessThanOrEqual(log?.records ?? 0)
    expect(observations.at(-1)?.kind).toBe('input')
  })

  it('decodes only the records with the markers that are passed', async () => {
    const markers = library.sipStartMarkers('SIP/2.0 480')
    const observations = await read(join(STUCK, LOG), { markers })
    const sip = observations.flatMap((each) => (each.kind === 'sip' ? [each.message.status] : []))
    expect(new Set(sip)).toEqual(new Set([480]))
    expect(observations.some(({ kind }) => kind === 'trace')).toBe(false)
  })

  it.runIf(existsSync('/proc/self/fd'))(
    'opens nothing before it is asked, and closes at break',
    async () => {
      const observations = readObservations(large)
      expect(openFiles()).not.toContain(large)
      let count = 0
      for await (const _ of observations) {
        count += 1
        if (count < 10) continue
        expect(openFiles()).toContain(large)
        break
      }
      expect(openFiles()).not.toContain(large)
      expect(await observations.next()).toEqual({ done: true, value: undefined })
    },
  )

  it('gives timers their turn', async () => {
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 1)
    await read(large)
    clearInterval(timer)
    expect(turns).toBeGreaterThan(1)
  })

  it('reads on after a bad record, and after an input that cannot be read', async () => {
    const place = join(folder, 'damaged')
    mkdirSync(place)
    const lines = text.toString('latin1').split('\n')
    const damaged = [
      ...lines.slice(0, 40),
      'SIP/2.0 \u0000 broken',
      '\u00ff'.repeat(999),
      ...lines.slice(40),
    ]
    writeFileSync(join(place, 'a.UccApilog'), damaged.join('\n'), 'latin1')
    writeFileSync(join(place, 'b.zip'), createZip(folderEntries(STUCK)).subarray(0, 99))
    cpSync('samples/formats/client-log/sign-in.UccApilog', join(place, 'c.UccApilog'))
    const observations = await read(place)
    const summaries = observations.flatMap((each) => (each.kind === 'input' ? [each.input] : []))
    expect(summaries.map(({ path, status }) => [path, status])).toEqual([
      ['a.UccApilog', 'read'],
      ['b.zip', 'unreadable'],
      ['c.UccApilog', 'read'],
    ])
    const whole = (await read(join(STUCK, LOG))).filter(({ kind }) => kind === 'sip')
    const rest = observations.filter(
      ({ kind, source }) => kind === 'sip' && source.path.startsWith('a'),
    )
    expect(rest.length).toBeGreaterThan(whole.length - 3)
  })

  it.each(readdirSync('samples/formats'))(
    'shows no message text and no credentials of %s',
    async (format) => {
      const texts = (await read(`samples/formats/${format}`)).map((observation) =>
        JSON.stringify(observation, (_, value) => (value instanceof Map ? [...value] : value)),
      )
      const all = texts.join('\n')
      expect(all).not.toMatch(/look at this line|what does it mean|TlRMTVNTUA|ms-body=(?!\[)/)
    },
  )

  it('leaves message text out of trace records', async () => {
    const message = [
      'MESSAGE sip:lee@contoso.example SIP/2.0',
      'Authorization: NTLM response="TlRMTVNTUAADAAAA"',
      'Content-Type: text/plain',
      '',
      'the plan for zanzibar',
    ].join('\n')
    const log = `[0]1A2C.09F4::06/14/2016-10:11:12.123 [Lync] quoted: ${message}\n[0]1A2C.09F4::06/14/2016-10:11:12.223 [Lync] behind\n`
    const bytes = Buffer.from(log.repeat(3))
    const all = JSON.stringify(await read({ name: 'trace.txt', bytes }))
    expect(all).toContain('behind')
    expect(all).not.toMatch(/zanzibar|TlRMTVNTUA/)
  })

  it('rejects what does not exist, at the first step', async () => {
    await expect(readObservations('nowhere').next()).rejects.toThrow(UsageError)
  })
})

describe('readEtlEvents', () => {
  const TRACE = 'samples/formats/etl-binary/client-wpp.etl'
  const options = { tmf: ['samples/tmf'] }
  const readAll = async (...args: Parameters<typeof readEtlEvents>) => {
    const events: unknown[] = []
    for await (const event of readEtlEvents(...args)) events.push(event)
    return events
  }

  it.each(readdirSync('samples/formats/etl-binary'))(
    'gives the events that etl print prints: %s',
    async (name) => {
      const path = `samples/formats/etl-binary/${name}`
      const args = ['etl', 'print', path, '--format', 'ndjson', '--tmf', 'samples/tmf']
      for (const all of [false, true]) {
        const printed = run(...args, ...(all ? ['--all'] : []))
        const expected = printed
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line))
        expect(plain(await readAll(path, { ...options, all }))).toEqual(expected)
        expect(expected.length).toBeGreaterThan(10)
      }
    },
  )

  it.runIf(existsSync('/proc/self/fd'))(
    'opens nothing before it is asked, and closes at break',
    async () => {
      // Smaller ones are read at once. The rest is preallocated space.
      const path = join(folder, 'large.etl')
      writeFileSync(path, Buffer.concat([readFileSync(TRACE), Buffer.alloc(1 << 20)]))
      const events = readEtlEvents(path)
      expect(openFiles()).not.toContain(path)
      for await (const { offset } of events) {
        expect(offset).toBeGreaterThan(0)
        expect(openFiles()).toContain(path)
        break
      }
      expect(openFiles()).not.toContain(path)
    },
  )

  it('reads on after damage, and tells how much there is', async () => {
    const bytes = readFileSync(TRACE)
    const damaged = join(folder, 'damaged.etl')
    // Inside of the second buffer.
    bytes.fill(0xff, 9216, 9400)
    writeFileSync(damaged, bytes)
    const damage: number[] = []
    const events = await readAll(damaged, { ...options, onDamage: (places) => damage.push(places) })
    expect(damage).toEqual([expect.any(Number)])
    expect(damage[0]).toBeGreaterThan(0)
    expect(events.length).toBeGreaterThan(0)
    expect(events.length).toBeLessThan((await readAll(TRACE, options)).length)
  })

  it('finds the traces in folders, archives and memory', async () => {
    const events = await readAll(TRACE, options)
    const bytes = readFileSync(TRACE)
    const place = join(folder, 'traces')
    mkdirSync(place)
    writeFileSync(join(place, 'a.etl'), bytes)
    writeFileSync(join(place, 'b.UccApilog'), text)
    const zip = { name: 'traces.zip', bytes: createZip(folderEntries(place)) }
    const inputs = [place, zip, { name: 'a', bytes: gzipSync(bytes) }, { name: 'b', bytes }]
    for (const input of inputs) expect(await readAll(input, options)).toEqual(events)
    expect(await readAll(inputs, options)).toEqual([events, events, events, events].flat())
  })

  it('gives nothing of other files', async () => {
    expect(await readAll(join(STUCK, LOG))).toEqual([])
    expect(await readAll(STUCK)).toEqual([])
    await expect(readEtlEvents('nowhere').next()).rejects.toThrow(UsageError)
  })
})
