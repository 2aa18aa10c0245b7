import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createTextDecoder } from '../src/inputs/encoding.ts'
import { findFiles } from '../src/inputs/find-files.ts'
import { recognise } from '../src/inputs/recognise.ts'
import type { Parser } from '../src/model/parser.ts'
import { parsers } from '../src/parsers/index.ts'
import { random } from './support/random.ts'
import { readBytes } from './support/read-bytes.ts'
import { filesBelow, plainBytes } from './support/samples.ts'

const samplesOf = (parser: Parser) => filesBelow(join('samples', 'formats', parser.format))

const newlines = (bytes: Uint8Array, end: string) =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replace(/\r?\n/g, end), 'latin1')

/** Observations and tally of a parser over these bytes, as text that can be compared. */
function reads(parser: Parser, bytes: Uint8Array, pieces?: readonly number[]): string {
  const { observations, tally } = readBytes(parser, bytes, pieces ? { pieces } : {})
  return JSON.stringify(
    { observations, tally },
    (_, value) => (value instanceof Map ? [...value] : value),
    1,
  )
}

it('every format has a unique name and a folder of samples', () => {
  expect(new Set(parsers.map(({ format }) => format)).size).toBe(parsers.length)
  expect(readdirSync(join('samples', 'formats')).sort()).toEqual(
    parsers.map(({ format }) => format).sort(),
  )
})

describe.each(parsers.map((parser) => [parser.format, parser] as const))('%s', (format, parser) => {
  const samples = samplesOf(parser).map((path) => [basename(path), path] as const)

  // Schema files emit no observations.
  if (!parser.schemaKind)
    it('has a sample with observations', () => {
      expect(
        samples.some(([, path]) => readBytes(parser, plainBytes(path)).observations.length > 0),
      ).toBe(true)
    })

  it.each(samples)('recognizes %s by content, whatever its name', async (_, path) => {
    const [found] = findFiles([path])
    if (!found) throw new Error(`No sample at ${path}`)
    const recognized = await recognise(
      { ...found, path: 'evidence.bin' },
      createTextDecoder('windows-1252'),
      Readable.from([]),
    )
    expect(recognized.parser?.format).toBe(format)
  })

  it.each(samples)('reads %s the same in any pieces', (_, path) => {
    const bytes = plainBytes(path)
    const whole = reads(parser, bytes)
    const next = random(bytes.length)
    const uneven = Array.from({ length: 500 }, () => 1 + Math.floor(next() * 300))
    for (const pieces of [[1], [7], [64], [1000], uneven])
      expect(reads(parser, bytes, pieces)).toBe(whole)
  })

  if (!parser.isBinary)
    it.each(samples)('reads %s the same with LF and CRLF', (_, path) => {
      const bytes = plainBytes(path)
      expect(reads(parser, newlines(bytes, '\r\n'))).toBe(reads(parser, newlines(bytes, '\n')))
    })

  it.each(samples)('reads %s when it is damaged', (_, path) => {
    const bytes = plainBytes(path)
    const next = random(4711)
    for (let turn = 0; turn < 120; turn += 1) {
      const damaged = Uint8Array.from(
        turn % 2 === 0 ? bytes.subarray(0, Math.floor(next() * bytes.length)) : bytes,
      )
      for (let flip = 0; flip < turn % 20; flip += 1)
        damaged[Math.floor(next() * damaged.length)] = Math.floor(next() * 256)
      const { observations, tally } = readBytes(parser, damaged)
      expect(observations.length + tally.records).toBeLessThanOrEqual(damaged.length * 2)
      expect(observations.filter(({ at }) => Number.isNaN(at))).toEqual([])
    }
  })
})
