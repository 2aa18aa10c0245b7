import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { EtlDamage } from '../../src/parsers/etl/etl-damage.ts'
import { EtlReader } from '../../src/parsers/etl/etl-reader.ts'
import { join } from '../support/etl/etl-bytes.ts'
import { random } from '../support/random.ts'
import { corpus, requires } from '../support/requires.ts'

const { skip, title } = requires('corpus')
const names = skip ? [] : readdirSync(`${corpus()}/etl`)
const CUTS = 2_000
const WHOLE_CUTS = 20
const FLIPS = 20_000
/**
 * Offset of LogFileMode in a file: behind the buffer's header and the event's,
 * TRACE_LOGFILE_HEADER.
 */
const LOG_FILE_MODE = 0x48 + 32 + 32
const CIRCULAR = 2
const NEW_FILE = 8
const REORDERED = 12
const HEADER_BYTES = 0x48

/**
 * Ends of the events of one buffer, from its beginning; of a compressed one only their number
 * counts.
 */
interface Part {
  readonly offset: number
  readonly bytes: number
  readonly compressed: boolean
  readonly ends: readonly number[]
}

interface Heard {
  /** Events by the offset of their buffer. */
  readonly parts: ReadonlyMap<number, Part>
  readonly events: number
  readonly damage: readonly EtlDamage[]
}

function hear(bytes: Uint8Array): Heard {
  const parts = new Map<number, Part>()
  const damage: EtlDamage[] = []
  let events = 0
  const reader = new EtlReader({
    onSession() {},
    onBuffer({ offset, bytes: size, header: { compressed } }, cursor) {
      const ends: number[] = []
      const start = cursor.position - HEADER_BYTES
      while (cursor.next()) ends.push(cursor.event.to - start)
      events += ends.length
      parts.set(offset, { offset, bytes: size, compressed, ends })
    },
    onDamage: (told) => damage.push(told),
  })
  reader.read(bytes, 0, bytes.length, true)
  // Each byte is looked at once, but for the neighbours of what seems a buffer.
  expect(reader.probeCount).toBeLessThan(1_000 + 2 * bytes.length)
  for (const { offset } of damage) expect(offset >= 0 && offset <= bytes.length).toBe(true)
  return { parts, events, damage }
}

const real = (name: string) => {
  const bytes = new Uint8Array(readFileSync(`${corpus()}/etl/${name}`))
  const whole = hear(bytes)
  return { bytes, whole, parts: [...whole.parts.values()] }
}

/** What a file that is cut at `cut` has to give of the buffer that the cut is in. */
function expectCut({ parts, damage }: Heard, part: Part, at: number, cut: number): void {
  const kept = parts.get(at)
  if (part.compressed) expect(kept?.ends ?? []).toEqual(part.ends.slice(0, kept?.ends.length ?? 0))
  else if (cut >= HEADER_BYTES + 4)
    expect(kept?.ends ?? []).toEqual(part.ends.filter((end) => end <= cut))
  if (cut === 0 || cut === part.bytes) return
  const told = damage.find(
    ({ offset, kind }) => offset === at && (kind === 'cut' || kind === 'not-a-buffer'),
  )
  // The first bytes of a header that are zero say nothing.
  if (cut > 4)
    expect(told).toMatchObject(
      cut >= HEADER_BYTES + 4 ? { kind: 'cut', lost: part.bytes - cut } : { lost: cut },
    )
}

describe.skipIf(skip)(`damaged real binary traces${title}`, () => {
  it.each(names)(
    `%s cut at ${CUTS} places keeps whole events before the cut and tells of it`,
    (name) => {
      const { bytes, parts } = real(name)
      const next = random(bytes.length)
      const [header] = parts
      if (header === undefined) throw new Error(`${name} has no buffer`)
      for (let count = 0; count < CUTS; count++) {
        const cut = Math.floor(next() * (bytes.length + 1))
        const part = parts.findLast(({ offset }) => offset <= cut) ?? header
        // What comes before is read before the cut is met: the header and the buffer that is cut tell
        // as much as the whole.
        const before = count < WHOLE_CUTS ? part.offset : part === header ? 0 : header.bytes
        const beginning = bytes.subarray(0, before)
        const heard = hear(join(beginning, bytes.subarray(part.offset, cut)))
        expectCut(heard, part, before, cut - part.offset)
        if (count >= WHOLE_CUTS) continue
        for (const one of parts)
          if (one.offset + one.bytes <= cut) expect(heard.parts.get(one.offset)).toEqual(one)
      }
    },
  )

  it.each(names)(
    `%s with ${FLIPS} bytes changed loses no event of another buffer, and tells what it loses`,
    (name) => {
      const { bytes, whole, parts } = real(name)
      const next = random(bytes.length + 1)
      const batch = bytes.length > 1_000_000 ? 200 : 20
      for (let count = 0; count < FLIPS; count += batch) {
        const damaged = bytes.slice()
        /** Where in each buffer the first change is. */
        const touched = new Map<Part, number>()
        for (let flip = 0; flip < batch; flip++) {
          const place = Math.floor(next() * bytes.length)
          damaged[place] = (damaged[place] ?? 0) ^ (1 + Math.floor(next() * 255))
          const part = parts.findLast(({ offset }) => offset <= place)
          if (part)
            touched.set(part, Math.min(touched.get(part) ?? bytes.length, place - part.offset))
        }
        const heard = hear(damaged)
        let told = heard.damage.length > 0
        for (const part of parts) {
          const first = touched.get(part)
          const kept = heard.parts.get(part.offset)?.ends
          if (first === undefined) {
            expect(kept).toEqual(part.ends)
            continue
          }
          if (!part.compressed && first >= HEADER_BYTES + 4) {
            const before = part.ends.filter((end) => end <= first)
            expect(kept?.slice(0, before.length)).toEqual(before)
          }
          // A changed size may swallow events and end where another does: nothing can tell of that.
          if (kept?.at(-1) === part.ends.at(-1) && kept?.length !== part.ends.length) told = true
        }
        if (heard.events < whole.events) expect(told).toBe(true)
      }
    },
  )

  it.each(names)(
    '%s with buffers swapped, doubled and removed gives every event that is there once',
    (name) => {
      const { bytes, whole, parts } = real(name)
      const next = random(bytes.length + 2)
      const pieces = parts.map(({ offset, bytes: size }) => bytes.subarray(offset, offset + size))
      const [header, ...rest] = pieces
      if (header === undefined || rest.length === 0) return expect(pieces.length).toBeGreaterThan(0)
      const any = () => Math.floor(next() * rest.length)
      for (let count = 0; count < REORDERED; count++) {
        const [one, other] = [any(), any()]
        const swapped = [...rest]
        swapped[one] = rest[other] ?? header
        swapped[other] = rest[one] ?? header
        expect(hear(join(header, ...swapped))).toMatchObject({ events: whole.events, damage: [] })

        const doubled = rest.toSpliced(other, 0, rest[one] ?? header)
        const repeated = hear(join(header, ...doubled))
        expect(repeated.events).toBe(whole.events)
        const second = join(header, ...doubled.slice(0, one < other ? other : one + 1)).length
        expect(repeated.damage).toEqual([
          { kind: 'repeated-buffer', offset: second, lost: rest[one]?.length },
        ])

        const removed = hear(join(header, ...rest.toSpliced(one, 1)))
        expect(removed.events).toBe(whole.events - (parts[one + 1]?.ends.length ?? 0))
        // A circular file, and one of several, may count buffers that are not in it.
        const uncounted =
          (new DataView(bytes.buffer, bytes.byteOffset).getUint32(LOG_FILE_MODE, true) &
            (CIRCULAR | NEW_FILE)) !==
          0
        const missing = {
          kind: 'missing-buffers',
          offset: bytes.length - (rest[one]?.length ?? 0),
          lost: 1,
        }
        expect(removed.damage).toEqual(uncounted ? [] : [missing])
      }
    },
  )

  it('holds no more memory for it', () =>
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(256 << 20))
})
