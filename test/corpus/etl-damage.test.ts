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
 * Offset of LogFileMode in a file: after the headers of the buffer and of the event, in
 * TRACE_LOGFILE_HEADER.
 */
const LOG_FILE_MODE = 0x48 + 32 + 32
const CIRCULAR = 2
const NEW_FILE = 8
const REORDERED = 12
const HEADER_BYTES = 0x48

/**
 * Ends of the events of one buffer, counted from its start. For a compressed buffer only their
 * number matters.
 */
interface Part {
  readonly offset: number
  readonly bytes: number
  readonly compressed: boolean
  readonly ends: readonly number[]
}

interface ReadParts {
  /** Events by the offset of their buffer. */
  readonly parts: ReadonlyMap<number, Part>
  readonly events: number
  readonly damage: readonly EtlDamage[]
}

function readParts(bytes: Uint8Array): ReadParts {
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
    onDamage: (reported) => damage.push(reported),
  })
  reader.read(bytes, 0, bytes.length, true)
  // Each byte is examined once, except next to what looks like a buffer.
  expect(reader.probeCount).toBeLessThan(1_000 + 2 * bytes.length)
  for (const { offset } of damage) expect(offset >= 0 && offset <= bytes.length).toBe(true)
  return { parts, events, damage }
}

const real = (name: string) => {
  const bytes = new Uint8Array(readFileSync(`${corpus()}/etl/${name}`))
  const whole = readParts(bytes)
  return { bytes, whole, parts: [...whole.parts.values()] }
}

/** Expects the events of the buffer at `at` in a file that is cut at `cut`. */
function expectCut({ parts, damage }: ReadParts, part: Part, at: number, cut: number): void {
  const kept = parts.get(at)
  if (part.compressed) expect(kept?.ends ?? []).toEqual(part.ends.slice(0, kept?.ends.length ?? 0))
  else if (cut >= HEADER_BYTES + 4)
    expect(kept?.ends ?? []).toEqual(part.ends.filter((end) => end <= cut))
  if (cut === 0 || cut === part.bytes) return
  const reported = damage.find(
    ({ offset, kind }) => offset === at && (kind === 'cut' || kind === 'not-a-buffer'),
  )
  // The first bytes of a header are zero and prove nothing.
  if (cut > 4)
    expect(reported).toMatchObject(
      cut >= HEADER_BYTES + 4 ? { kind: 'cut', lost: part.bytes - cut } : { lost: cut },
    )
}

describe.skipIf(skip)(`damaged real binary traces${title}`, () => {
  it.each(names)(
    `%s cut at ${CUTS} places keeps the complete events before the cut and reports it`,
    (name) => {
      const { bytes, parts } = real(name)
      const next = random(bytes.length)
      const [header] = parts
      if (header === undefined) throw new Error(`${name} has no buffer`)
      for (let count = 0; count < CUTS; count++) {
        const cut = Math.floor(next() * (bytes.length + 1))
        const part = parts.findLast(({ offset }) => offset <= cut) ?? header
        // The header buffer and the cut buffer are enough: the buffers between are read before the
        // cut.
        const before = count < WHOLE_CUTS ? part.offset : part === header ? 0 : header.bytes
        const beginning = bytes.subarray(0, before)
        const read = readParts(join(beginning, bytes.subarray(part.offset, cut)))
        expectCut(read, part, before, cut - part.offset)
        if (count >= WHOLE_CUTS) continue
        for (const whole of parts)
          if (whole.offset + whole.bytes <= cut) expect(read.parts.get(whole.offset)).toEqual(whole)
      }
    },
  )

  it.each(names)(
    `%s with ${FLIPS} bytes changed loses no event of another buffer, and reports losses`,
    (name) => {
      const { bytes, whole, parts } = real(name)
      const next = random(bytes.length + 1)
      const batch = bytes.length > 1_000_000 ? 200 : 20
      for (let count = 0; count < FLIPS; count += batch) {
        const damaged = bytes.slice()
        /** Position of the first change in each buffer. */
        const touched = new Map<Part, number>()
        for (let flip = 0; flip < batch; flip++) {
          const place = Math.floor(next() * bytes.length)
          damaged[place] = (damaged[place] ?? 0) ^ (1 + Math.floor(next() * 255))
          const part = parts.findLast(({ offset }) => offset <= place)
          if (part)
            touched.set(part, Math.min(touched.get(part) ?? bytes.length, place - part.offset))
        }
        const read = readParts(damaged)
        let reported = read.damage.length > 0
        for (const part of parts) {
          const first = touched.get(part)
          const kept = read.parts.get(part.offset)?.ends
          if (first === undefined) {
            expect(kept).toEqual(part.ends)
            continue
          }
          if (!part.compressed && first >= HEADER_BYTES + 4) {
            const before = part.ends.filter((end) => end <= first)
            expect(kept?.slice(0, before.length)).toEqual(before)
          }
          // A changed size may swallow events and end where another event does. That cannot be
          // detected.
          if (kept?.at(-1) === part.ends.at(-1) && kept?.length !== part.ends.length)
            reported = true
        }
        if (read.events < whole.events) expect(reported).toBe(true)
      }
    },
  )

  it.each(names)('%s with buffers swapped, doubled and removed gives every event once', (name) => {
    const { bytes, whole, parts } = real(name)
    const next = random(bytes.length + 2)
    const pieces = parts.map(({ offset, bytes: size }) => bytes.subarray(offset, offset + size))
    const [header, ...rest] = pieces
    if (header === undefined || rest.length === 0) return expect(pieces.length).toBeGreaterThan(0)
    const any = () => Math.floor(next() * rest.length)
    for (let count = 0; count < REORDERED; count++) {
      const [left, right] = [any(), any()]
      const swapped = [...rest]
      swapped[left] = rest[right] ?? header
      swapped[right] = rest[left] ?? header
      expect(readParts(join(header, ...swapped))).toMatchObject({
        events: whole.events,
        damage: [],
      })

      const doubled = rest.toSpliced(right, 0, rest[left] ?? header)
      const repeated = readParts(join(header, ...doubled))
      expect(repeated.events).toBe(whole.events)
      const second = join(header, ...doubled.slice(0, left < right ? right : left + 1)).length
      expect(repeated.damage).toEqual([
        { kind: 'repeated-buffer', offset: second, lost: rest[left]?.length },
      ])

      const removed = readParts(join(header, ...rest.toSpliced(left, 1)))
      expect(removed.events).toBe(whole.events - (parts[left + 1]?.ends.length ?? 0))
      // A circular file, and a file of a series, may count buffers that are not in it.
      const uncounted =
        (new DataView(bytes.buffer, bytes.byteOffset).getUint32(LOG_FILE_MODE, true) &
          (CIRCULAR | NEW_FILE)) !==
        0
      const missing = {
        kind: 'missing-buffers',
        offset: bytes.length - (rest[left]?.length ?? 0),
        lost: 1,
      }
      expect(removed.damage).toEqual(uncounted ? [] : [missing])
    }
  })

  it('needs no additional memory', () =>
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(256 << 20))
})
