import { describe, expect, it } from 'vitest'

import { fast, readLog, toComparable } from './read-log.ts'
import { logFormats } from './records/formats.ts'
import type { LogItem } from './records/log-item.ts'

/** Distance between the positions that are tried. */
const STEP_BYTES = 1

const at = Date.UTC(2016, 5, 14, 11)
const REGISTER = {
  startLine: 'REGISTER sip:contoso.example SIP/2.0',
  headers: [
    'From: <sip:kim@contoso.example>;tag=1',
    'To: <sip:kim@contoso.example>',
    'CSeq: 1 REGISTER',
    'Content-Length: 0',
  ],
  body: '',
}
const traceOf = (text: string): LogItem => ({
  kind: 'trace',
  text,
  packet: REGISTER,
  at,
  sent: true,
  variant: 0,
})
const noise = traceOf('nothing of interest')
const SIGNIFICANT_TEXTS = [
  '<m:rEsPoNsEcOdE>ErrorServerBusy',
  'posts to HTTPS://mail.contoso.example/EWS/exchange.ASMX',
  'MessageDisposition="saveonly"',
]
/** One wanted record for each kind of marker. */
const wanted: readonly (readonly [string, LogItem])[] = [
  ...SIGNIFICANT_TEXTS.map((text) => [text, traceOf(text)] as const),
  ['a REGISTER', { ...noise, kind: 'sip' }],
  [
    'an answer to it',
    { ...noise, kind: 'sip', packet: { ...REGISTER, startLine: 'SIP/2.0 200 OK' } },
  ],
]

describe.each(logFormats.map((format) => [format.parser.format, format] as const))(
  '%s',
  (_, { parser, print }) => {
    const bytes = (items: readonly LogItem[]) => Buffer.from(print(items))

    it.each(wanted)('finds %s wherever the bytes are split', (_, item) => {
      const log = bytes([noise, item, noise])
      const whole = toComparable(readLog(parser, log, fast))
      expect(readLog(parser, log, fast).observations.length).toBeGreaterThan(0)
      for (let cut = 1; cut < log.length; cut += STEP_BYTES)
        expect(toComparable(readLog(parser, log, fast, [cut, log.length]))).toBe(whole)
    })

    it('finds a record at every position near the boundary of two large pieces', () => {
      const [, item] = wanted[0] as (typeof wanted)[0]
      const PIECE = 65_536
      const before = bytes([])
      const noiseBytes = bytes([noise]).length - before.length
      const length = bytes([item]).length - before.length
      const filler = Array.from(
        { length: Math.floor((PIECE - before.length - length) / noiseBytes) - 2 },
        () => noise,
      )
      // The last filler record grows and moves the wanted record over the boundary, byte by byte.
      for (let shift = 0; shift < 2 * noiseBytes + length + 32; shift += STEP_BYTES) {
        const log = bytes([...filler, traceOf('x'.repeat(shift)), item])
        expect(
          readLog(parser, log, fast, [PIECE]).observations.filter(({ kind }) => kind === 'trace'),
        ).toHaveLength(1)
      }
    })
  },
)
