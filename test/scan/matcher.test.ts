import { describe, expect, it } from 'vitest'
import { sipMethodMarkers, sipTextMarkers } from '../../src/model/marker.ts'
import { Matcher } from '../../src/scan/matcher.ts'

const starts = (matcher: Matcher, text: string): boolean => {
  const bytes = new TextEncoder().encode(text)
  return matcher.matchesStart(bytes, 0, bytes.length)
}

describe('a wanted SIP method', () => {
  const matcher = new Matcher(sipMethodMarkers('REGISTER'))

  it.each([
    ['the request', 'REGISTER sip:contoso.example SIP/2.0\r\nCSeq: 1 REGISTER\r\n\r\n'],
    ['a response', 'SIP/2.0 200 OK\r\nVia: x\r\nCSeq: 12 REGISTER\r\n\r\n'],
    ['a response with LF only', 'SIP/2.0 401 Unauthorized\nCSeq: 1 REGISTER\n\n'],
    ['spaces before the colon and another case', 'SIP/2.0 200 OK\r\ncseq  :\t2  REGISTER\r\n'],
    ['a folded CSeq', 'SIP/2.0 200 OK\r\nCSeq:\r\n 2 REGISTER\r\n'],
  ])('is found in %s', (_, text) => expect(starts(matcher, text)).toBe(true))

  it.each([
    ['another method', 'SIP/2.0 200 OK\r\nCSeq: 1 INVITE\r\nAllow: REGISTER\r\n'],
    [
      'a request of another method',
      'INVITE sip:kim@contoso.example SIP/2.0\r\nCSeq: 1 REGISTER\r\n',
    ],
    ['a response without a CSeq', 'SIP/2.0 200 OK\r\nX-CSeq: 1 REGISTER\r\n'],
    ['a truncated response', 'SIP/2.0 200 OK\r\nCSeq: 1 REGI'],
    ['a header that only begins with CSeq', 'SIP/2.0 200 OK\r\nCSequence: 1 REGISTER\r\n'],
  ])('is not found in %s', (_, text) => expect(starts(matcher, text)).toBe(false))
})

it('finds nothing without literals', () => {
  expect(
    new Matcher(sipMethodMarkers('REGISTER')).findNext(new TextEncoder().encode('REGISTER'), 0, 8),
  ).toBe(8)
})

it('finds a literal at the very end, in any case, and not past the end', () => {
  const bytes = new TextEncoder().encode('xxProvisionGROUPList')
  const matcher = new Matcher(sipTextMarkers('provisionGroupList'))
  expect(matcher.findNext(bytes, 0, bytes.length)).toBe(2)
  expect(matcher.findNext(bytes, 0, bytes.length - 1)).toBe(bytes.length - 1)
  expect(matcher.findNext(bytes, 3, bytes.length)).toBe(bytes.length)
})
