import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createUtf16ToUtf8, sniffEncoding, toLfLineEnds } from '../../src/inputs/encoding.ts'
import { unwrap } from '../../src/inputs/unwrap/unwrap.ts'
import { KNOWN_ROWS, ROW_WORDS } from '../../src/parsers/configuration-information/row-names.ts'
import { mayHaveKnownFormat } from '../../src/parsers/format-signs.ts'
import { parsers } from '../../src/parsers/index.ts'
import { filesBelow } from '../support/samples.ts'
import { carriers } from './carriers.ts'
import { propertyRuns } from './property-runs.ts'

const MAX_SAMPLE_BYTES = 200_000
const MAX_LINES = 40

/** The texts of all samples, with LF line ends. */
const samples = filesBelow('samples')
  .map((path) => ({ path, bytes: readFileSync(path) }))
  .filter(({ bytes }) => bytes.length < MAX_SAMPLE_BYTES)
  .map(({ path, bytes }) => {
    const { encoding, bom } = sniffEncoding(bytes)
    const text = bytes.subarray(bom)
    const utf8 = encoding === 'utf-8' ? text : createUtf16ToUtf8(encoding)(text, true)
    return { path, text: toLfLineEnds(Buffer.from(utf8).toString('utf8')) }
  })

/** Asks all parsers, without a look at the signs. */
function findFormat(text: string, path: string): string | undefined {
  const head = {
    bytes: Buffer.from(text),
    text,
    isWhole: true,
    fileName: basename(path),
    tail: '',
  }
  return parsers.find((parser) => parser.recognise(head) !== undefined)?.format
}

/** The format of a text as it is, or after it is unwrapped. */
function findCarriedFormat(text: string, path: string): string | undefined {
  const plain = findFormat(text, path)
  if (plain !== undefined) return plain
  for (const blockOnly of [false, true]) {
    const unwrapped = unwrap(text, blockOnly)
    const format = unwrapped && findFormat(unwrapped.text, path)
    if (format !== undefined) return format
  }
  return undefined
}

describe('a text of a known format has a sign of one', () => {
  it('as it is', () => {
    const known = samples.filter(({ text, path }) => findCarriedFormat(text, path) !== undefined)
    expect(known.length).toBeGreaterThan(200)
    for (const { path, text } of known)
      expect([path, mayHaveKnownFormat(text)]).toEqual([path, true])
  })

  it('in each part of it, carried in any way', () => {
    let known = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.nat(),
        fc.integer({ min: 1, max: MAX_LINES }),
        fc.constantFrom(...Object.values(carriers)),
        ({ path, text }, start, count, carry) => {
          const lines = text.split('\n')
          const from = start % lines.length
          // Characters outside of ASCII are a sign by themselves.
          const part = lines
            .slice(from, from + count)
            .map((line) => line.replace(/[^\0-\x7f]/g, 'x'))
          const carried = carry(part).join('\n')
          if (findCarriedFormat(carried, path) === undefined) return
          known += 1
          expect(mayHaveKnownFormat(carried)).toBe(true)
        },
      ),
      propertyRuns(3000),
    )
    expect(known).toBeGreaterThan(100)
  })

  it('as all rows of the Configuration Information but one', () => {
    const others = [...KNOWN_ROWS].filter((name) => !ROW_WORDS.some((word) => name.includes(word)))
    expect(others).toEqual(['local log folder'])
  })

  it('and other texts have none', () => {
    for (const text of [
      'Ethernet adapter Ethernet:  \tConnected\n   DHCP Enabled. . . : Yes\n',
      'Image Name                     PID\r\nsvchost.exe                    700\r\n',
      'To do: call the user, and ask for the logs.',
    ])
      expect(mayHaveKnownFormat(text)).toBe(false)
  })
})
