import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isKnownTime, toExactIsoTime } from '../../../src/model/moment.ts'
import { EtlClock } from '../../../src/parsers/etl/etl-clock.ts'
import { type LogFileHeader, readLogFileHeader } from '../../../src/parsers/etl/log-file-header.ts'
import { type HeaderParts, headerBuffer, ORIGIN, START } from '../../support/etl/etl-builder.ts'

const EPOCH = 116_444_736_000_000_000n

function headerOf(parts: HeaderParts): LogFileHeader {
  const bytes = headerBuffer(parts)
  const header = readLogFileHeader(bytes, 0x48, bytes.length)
  if (header === undefined) throw new Error('The builder wrote no header')
  return header
}

/** FILETIME that the clock gives for a raw time; undefined for an impossible one. */
function fileTime(clock: EtlClock, raw: bigint): bigint | undefined {
  const known = clock.read(Number(raw & 0xffff_ffffn), Number((raw >> 32n) & 0xffff_ffffn))
  return known ? BigInt(clock.at) * 10_000n + BigInt(clock.ticks) + EPOCH : undefined
}

const floor = (dividend: bigint, divisor: bigint) =>
  dividend / divisor - (dividend % divisor < 0n ? 1n : 0n)

describe('the clock of a session', () => {
  it('converts performance counter values exactly', () => {
    const frequency = fc.oneof(
      fc.constant(10_000_000n),
      fc.constantFrom(14_318_180n, 3_579_545n, 2_343_750n, 24_000_000n, 3_000_000_000n),
      fc.bigInt(1n, 900_000_000_000n),
    )
    fc.assert(
      fc.property(
        frequency,
        fc.bigInt(-(1n << 40n), 1n << 52n),
        fc.bigInt(1n << 41n, 1n << 52n),
        (hertz, since, origin) => {
          const clock = new EtlClock(headerOf({ frequency: hertz, origin }))
          const wanted = START + floor(since * 10_000_000n, hertz)
          const read = fileTime(clock, origin + since)
          const isKnown = isKnownTime(Number(floor(wanted - EPOCH, 10_000n)))
          if (!isKnown) expect(read).toBeUndefined()
          else expect(read).toBe(wanted)
          expect(clock.ticks).toBeGreaterThanOrEqual(0)
          expect(clock.ticks).toBeLessThan(10_000)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('reads system time directly, and CPU cycles by the speed of the machine', () => {
    expect(fileTime(new EtlClock(headerOf({ clockType: 2 })), START + 12_345_678n)).toBe(
      START + 12_345_678n,
    )
    const cycles = new EtlClock(headerOf({ clockType: 3, cpuMegahertz: 2_400 }))
    expect(fileTime(cycles, ORIGIN + 2_400_000_000n * 3n + 1_199n)).toBe(START + 30_000_004n)
  })

  it('distinguishes a FILETIME from a counter when the clock is unknown', () => {
    const clock = new EtlClock(headerOf({ clockType: 0, frequency: 1_000n }))
    expect(fileTime(clock, START)).toBe(START)
    expect(fileTime(clock, ORIGIN + 5_000n)).toBe(START + 50_000_000n)
    expect(fileTime(new EtlClock(), START)).toBe(START)
    expect(fileTime(new EtlClock(), 1_000n)).toBeUndefined()
  })

  it('keeps the last time when one is impossible', () => {
    const clock = new EtlClock(headerOf({}))
    clock.read(1_000_000 + 50_000, 0)
    const before = toExactIsoTime(clock)
    expect(clock.read(0xffff_ffff, 0x7fff_ffff)).toBe(false)
    expect(toExactIsoTime(clock)).toBe(before)
    expect(before).toBe('2024-01-17T21:20:00.0050000Z')
    expect(new EtlClock(headerOf({ frequency: 0n })).read(5, 0)).toBe(false)
  })
})
