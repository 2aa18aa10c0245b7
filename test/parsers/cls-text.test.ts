import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sipStartMarkers, traceTextMarkers } from '../../src/model/marker.ts'
import type { Observation } from '../../src/model/observation.ts'
import { clsText } from '../../src/parsers/cls/cls-text.ts'
import { readBytes } from '../support/read-bytes.ts'

const sample = (name: string) => readFileSync(`samples/formats/cls-text/${name}`)

const summary = (observations: readonly Observation[]) =>
  observations.map((observation) => {
    if (observation.kind === 'trace')
      return `${observation.source.line} ${observation.event.level} ${observation.event.component}: ${observation.event.message}`
    if (observation.kind === 'sip')
      return `${observation.source.line} ${observation.vantage} ${observation.direction} ${observation.message.startLine}`
    return observation.kind
  })

describe('OCSLogger and CLS text', () => {
  it('emits SIP blocks with their direction and other records with level and component', () => {
    const { observations, tally } = readBytes(clsText, sample('skype-2015-cls.txt'))
    expect(summary(observations)).toEqual([
      '1 server received REGISTER sip:contoso.example SIP/2.0',
      '18 warning UserServices,CUserContext::CheckPolicy:usercontext.cpp(1412): EnableIMAutoArchiving is false for kim@contoso.example',
      '19 verbose UserServices,CUserContext::~CUserContext:usercontext.cpp(88): Enter',
      '20 server received MESSAGE sip:lee@contoso.example SIP/2.0',
      expect.stringContaining(
        '39 error SIPStack,SIPAdminLog::WriteDiagnosticEvent:SIPAdminLog.cpp(827): Severity: error\nText: The',
      ),
      '46 server sent SIP/2.0 480 Temporarily Unavailable',
    ])
    expect(tally).toMatchObject({
      records: 6,
      unreadable: 0,
      from: Date.UTC(2016, 5, 14, 11, 10, 46, 230),
    })
  })

  it('reads the shorter prefix of OCS 2007 R2', () => {
    const { observations } = readBytes(clsText, sample('ocs-2007-r2.txt'), {
      clock: { utcOffset: 120 },
    })
    expect(summary(observations)).toEqual([
      '1 server sent SIP/2.0 200 OK',
      '14 verbose RtcSrv,CSession::Tick:session.cpp(77): idle',
    ])
    expect(observations[1]).toMatchObject({
      at: Date.UTC(2010, 3, 21, 14, 17, 56, 140),
      event: { pid: 0xc3c, tid: 0xa00 },
    })
  })

  it('tolerates blocks without a beginning, without an end, and cut at the end of the file', () => {
    const { observations, tally } = readBytes(clsText, sample('orphans.txt'))
    expect(summary(observations)).toEqual([
      '4 server received OPTIONS sip:contoso.example SIP/2.0',
      '8 info RtcSrv,CSession::Tick:session.cpp(77): after a block that never ended',
      '11 server received INVITE sip:lee@contoso.example SIP/2.0',
    ])
    expect(observations[0]).toMatchObject({ message: { damage: 'a block without $$end_record' } })
    expect(tally.damage).toEqual([
      { line: 1, reason: 'part of a record whose beginning is missing' },
      { line: 9, reason: 'a time that does not exist' },
    ])
  })

  it('treats a block quoted in a message as text and drops it', () => {
    const { observations } = readBytes(clsText, sample('skype-2015-cls.txt'))
    expect(JSON.stringify(observations)).not.toMatch(/what does it mean|look at this|CFake/)
  })

  it('treats a prefix quoted in a block without Content-Length as text', () => {
    const quoting = sample('ocs-2007-r2.txt')
      .toString()
      .replace(
        /Content-Length: 0\r\nMessage-Body: /,
        'Message-Body: see\r\nTL_INFO(TF_X) [0]0C3C.1164::04/21/2010-16:17:56.124.1a (A,B::C:d.cpp(1)) x',
      )
    expect(summary(readBytes(clsText, quoting).observations)).toHaveLength(2)
  })

  it.each([
    ['a blank in its ids', 'TL_INFO(TF_DIAG) [0] 0C3C.1164::04/21/2010-16:17:02.124 two'],
    ['another date', 'TL_INFO(TF_DIAG) [0]0C3C.1164::21.04.2010-16:17:02.124 two'],
    ['no ids', 'TL_INFO(TF_DIAG) 04/21/2010-16:17:02.124 two'],
  ])('counts a line that looks like a record, with %s', (_, line) => {
    const record = (second: string) =>
      `TL_INFO(TF_DIAG) [0]0C3C.1164::04/21/2010-16:17:${second}.124 (RtcSrv,a:b.cpp(1))text`
    const text = [record('01'), line, 'TL_ more', record('03'), 'more', ''].join('\n')
    for (const pieces of [[text.length], [7]]) {
      const { tally } = readBytes(clsText, text, { pieces })
      expect(tally).toMatchObject({ records: 2, unreadable: 1 })
      expect(tally.damage).toEqual([{ line: 2, reason: expect.stringContaining('looks like') }])
    }
  })

  it('does not count a look-alike in the body of a message', () => {
    const text = sample('skype-2015-cls.txt').toString()
    const quoted = text.replace('Message-Body:', 'Message-Body:\r\nTL_INFO(TF_DIAG) [0] x\r\n')
    expect(quoted).not.toBe(text)
    expect(
      readBytes(clsText, quoted)
        .tally.damage.map(({ reason }) => reason)
        .join(),
    ).not.toContain('looks like')
  })

  it('decodes only wanted records', () => {
    const markers = [...sipStartMarkers('REGISTER '), ...traceTextMarkers('EnableIMAutoArchiving')]
    const { observations, tally } = readBytes(clsText, sample('skype-2015-cls.txt'), {
      markers,
    })
    expect(observations.map(({ kind, source }) => [kind, source.line])).toEqual([
      ['sip', 1],
      ['trace', 18],
    ])
    expect(tally.records).toBe(6)
  })

  it.each(['skype-2015-cls.txt', 'ocs-2007-r2.txt', 'orphans.txt'])(
    'gives the same result for %s in any pieces, with CRLF and LF',
    (name) => {
      const whole = readBytes(clsText, sample(name))
      for (const pieces of [[1], [7], [64], [3, 1000, 13, 517]])
        expect(readBytes(clsText, sample(name), { pieces })).toEqual(whole)
      expect(readBytes(clsText, sample(name).toString().replaceAll('\r\n', '\n'))).toEqual(whole)
    },
  )

  it('never throws on damage', () => {
    const bytes = sample('skype-2015-cls.txt')
    for (let cut = 0; cut < bytes.length; cut += 11) readBytes(clsText, bytes.subarray(0, cut))
    for (let turn = 1; turn < 200; turn += 1) {
      const flipped = Uint8Array.from(bytes, (byte, index) =>
        (index * 31 + turn * 17) % 97 === 0 ? byte ^ (1 << (turn % 8)) : byte,
      )
      readBytes(clsText, flipped, { pieces: [509] })
    }
  })

  it('is recognized by its prefix as local time with the month first', () => {
    const head = { bytes: new Uint8Array(), isWhole: true, fileName: 'x', tail: '' }
    expect(clsText.recognise({ ...head, text: sample('orphans.txt').toString() })).toEqual({
      localTime: true,
      dateOrder: 'mdy',
    })
    expect(clsText.recognise({ ...head, text: 'TL_INFO is a level\n' })).toBeUndefined()
  })
})
