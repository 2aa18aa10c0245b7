import { expect, test } from 'vitest'
import type { Observation } from '../../src/model/observation.ts'
import { type SipMessage, sipHeader } from '../../src/model/sip-message.ts'
import { Tally } from '../../src/model/tally.ts'
import { emitSip, parseSip } from '../../src/parsers/sip/sip.ts'
import { SipHead } from '../../src/parsers/sip/sip-head.ts'

const parse = (...lines: readonly string[]): SipMessage => {
  const message = parseSip(lines.join('\r\n'))
  if (!message) throw new Error('not read as SIP')
  return message
}
/** The values of a header of these lines, kept or not. */
const values = (name: string, ...lines: readonly string[]) =>
  new SipHead(lines.join('\r\n'), 0).headers
    .filter((header) => header.name === name)
    .map(({ value }) => value)

test('reads the method of a request, and the status and CSeq method of a response', () => {
  expect(parse('REGISTER sip:contoso.example SIP/2.0')).toEqual({
    startLine: 'REGISTER sip:contoso.example SIP/2.0',
    method: 'REGISTER',
    headers: '',
    body: '',
  })
  expect(parse('SIP/2.0 480 Temporarily Unavailable', 'CSeq: 1 INVITE')).toMatchObject({
    method: 'INVITE',
    status: 480,
  })
})

test('reads names in any case, expands compact forms, joins folded lines and splits lists', () => {
  const lines = [
    'v: SIP/2.0/TLS a, SIP/2.0/TLS b',
    'VIA : SIP/2.0/TLS c',
    'f: "Lee, \\"K\\"" <sip:kim@contoso.example>;tag=1',
    'm: "A, B" <sip:a;x=1,2>, <sip:b>',
    'k: replaces,',
    ' timer',
    '\t,100rel',
    'ms-diagnostics: 1009; reason ="No match, none"; source="x"',
  ]
  expect(values('via', ...lines)).toEqual(['SIP/2.0/TLS a', 'SIP/2.0/TLS b', 'SIP/2.0/TLS c'])
  expect(values('from', ...lines)).toEqual(['"Lee, \\"K\\"" <sip:kim@contoso.example>;tag=1'])
  expect(values('contact', ...lines)).toEqual(['"A, B" <sip:a;x=1,2>', '<sip:b>'])
  expect(values('supported', ...lines)).toEqual(['replaces', 'timer', '100rel'])
})

test('keeps the headers that evidence asks for, in a fixed order, with all their values', () => {
  const message = parse(
    'INVITE sip:lee@contoso.example SIP/2.0',
    'v: SIP/2.0/TLS a',
    'm: <sip:a>, <sip:b>',
    'Ms-Diagnostics: 1009; reason ="No match, none"; source="x"',
    'f: <sip:kim@contoso.example>',
    'To :',
    'X-From: <sip:max@contoso.example>',
  )
  expect(message.headers).toBe(
    '\nfrom:<sip:kim@contoso.example>\nto:\ncontact:<sip:a>\ncontact:<sip:b>' +
      '\nms-diagnostics:1009; reason ="No match, none"; source="x"',
  )
  expect(sipHeader(message, 'contact')).toBe('<sip:a>')
  expect(sipHeader(message, 'ms-diagnostics')).toBe('1009; reason ="No match, none"; source="x"')
  expect(sipHeader(message, 'to')).toBe('')
  expect(sipHeader(message, 'server')).toBeUndefined()
})

test('gives the same message for LF and CRLF and skips leading empty lines', () => {
  const crlf = '\r\nSIP/2.0 200 OK\r\nk: a,\r\n b\r\n\r\nbody'
  expect(parseSip(crlf.replaceAll('\r\n', '\n'))).toEqual(parseSip(crlf))
})

test('drops credentials, even folded ones', () => {
  const names =
    'Authorization Proxy-Authorization WWW-Authenticate Proxy-Authenticate Authentication-Info Proxy-Authentication-Info'
  const message = parse(
    'SIP/2.0 401 Unauthorized',
    ...names.split(' ').flatMap((name) => [`${name}: NTLM x="secret"`, ' y="secret"']),
  )
  expect(message.headers).toBe('')
  expect(values('authorization', 'Authorization: NTLM x="secret"')).toEqual([])
})

test('drops message text from bodies and headers', () => {
  const lines = [
    'Ms-Text-Format: text/plain; charset=UTF-8; ms-body=c2VjcmV0; x=1',
    'ms-im-format: text/plain; ms-body="c2VjcmV0;',
    'Contact: <sip:kim@contoso.example;ms-body=c2VjcmV0>',
    'Subject: c2VjcmV0',
    'Content-Type: text/plain',
    '',
    'c2VjcmV0 <provisionGroupList/>',
  ]
  const message = parse('MESSAGE sip:lee@contoso.example SIP/2.0', ...lines)
  expect(JSON.stringify(message)).not.toContain('c2VjcmV0')
  expect(values('ms-text-format', ...lines)).toEqual(['text/plain; charset=UTF-8; x=1'])
  expect(values('ms-im-format', ...lines)).toEqual(['text/plain'])
  expect(message.body).toBe('')
})

test('keeps only the options category of roaming data', () => {
  const options =
    '<c:category name="otherOptions"><imAutoArchiving>false</imAutoArchiving></c:category>'
  const body = `<roamingData><c:category name="note"><note>private</note></c:category>${options}</roamingData>`
  const message = parse('SIP/2.0 200 OK', 'c: application/vnd-microsoft-roaming-self+xml', '', body)
  expect(message.body).toBe(options)
})

test('rejects text that is not SIP and marks header lines without a name', () => {
  expect(parseSip('')).toBeUndefined()
  expect(parseSip('GET / HTTP/1.1\r\n')).toBeUndefined()
  expect(parse('SIP/2.0 200 OK', 'no colon here', 'CSeq: 1 REGISTER')).toMatchObject({
    method: 'REGISTER',
    damage: 'a header line without a name',
  })
})

const emitted = (
  message: SipMessage,
  direction: 'sent' | 'received',
  vantage: 'client' | 'server' = 'client',
): Observation[] => {
  const observations: Observation[] = []
  emitSip(
    { emit: (observation) => observations.push(observation), tally: new Tally() },
    { message, at: 7, direction, vantage, source: { path: 'log', line: 3 } },
  )
  return observations
}
const KIM_TO_LEE = ['From: <sip:Kim@Contoso.example>;tag=1', 'To: <sip:lee@contoso.example>']

test('takes the user from From or To, by direction and kind of message', () => {
  const request = parse('INVITE sip:x SIP/2.0', ...KIM_TO_LEE)
  const response = parse('SIP/2.0 200 OK', ...KIM_TO_LEE)
  expect(emitted(request, 'sent')[0]?.user).toBe('kim@contoso.example')
  expect(emitted(request, 'received')[0]?.user).toBe('lee@contoso.example')
  expect(emitted(response, 'received')[0]?.user).toBe('kim@contoso.example')
  expect(emitted(response, 'sent')[0]?.user).toBe('lee@contoso.example')
  expect(emitted(request, 'sent', 'server')[0]).not.toHaveProperty('user')
})

test('emits provisioned properties with the user they are for', () => {
  const body =
    '<provisionGroupList><provisionGroup name="g"><property name="P">1</property></provisionGroup></provisionGroupList>'
  const type = 'Content-Type: application/vnd-microsoft-roaming-provisioning-v2+xml'
  const property = {
    kind: 'provisioning',
    at: 7,
    group: 'g',
    property: 'P',
    value: '1',
    source: { path: 'log', line: 3 },
  }
  const answer = parse('SIP/2.0 200 OK', ...KIM_TO_LEE, type, '', body)
  expect(emitted(answer, 'received')[1]).toEqual({ ...property, user: 'kim@contoso.example' })
  const notice = parse('BENOTIFY sip:x SIP/2.0', ...KIM_TO_LEE, type, '', body)
  expect(emitted(notice, 'sent', 'server')[1]).toEqual({ ...property, user: 'lee@contoso.example' })
})
