import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fast, fault, judgedApart, kernel, plain, read, readWithKernel, told } from './reading.ts'
import { logFormats } from './records/formats.ts'
import { bytesOf, pieceSizes } from './records/log-bytes.ts'
import { manyLogItems } from './records/log-item.ts'
import { runs } from './runs.ts'

/** Formats of which the kernel passes over records by itself; in the others it only searches. */
const PASSED = ['client-log', 'cls-text', 'tracefmt-text']

describe.each(logFormats.map((format) => [format.parser.format, format] as const))(
  '%s',
  (name, { parser, print }) => {
    const bytes = bytesOf(manyLogItems.map(print))

    it('read with the kernel, gives what it gives read plainly, but for records that nobody asks for', () => {
      kernel.records = 0
      fc.assert(
        fc.property(bytes, (log) => {
          const [whole, quick] = [read(parser, log, plain), readWithKernel(parser, log, fast)]
          expect(fault(whole, quick)).toBeUndefined()
          expect(judgedApart(whole, quick)).toBeUndefined()
        }),
        runs(250),
      )
      // Else nothing was proven.
      if (PASSED.includes(name)) expect(kernel.records).toBeGreaterThan(500)
      else expect(kernel.records).toBe(0)
    })

    it('gives with the kernel what it gives without, in any pieces', () => {
      fc.assert(
        fc.property(bytes, pieceSizes, (log, pieces) => {
          expect(told(readWithKernel(parser, log, fast, pieces))).toBe(
            told(read(parser, log, fast)),
          )
        }),
        runs(100),
      )
    })
  },
)
