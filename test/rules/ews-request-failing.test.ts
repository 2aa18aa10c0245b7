import { describe, expect, it } from 'vitest'
import { KNOWN_EWS_CODES } from '../../src/evidence/ews-codes.ts'
import { seconds } from '../../src/model/duration.ts'
import { ewsRequestFailing } from '../../src/rules/ews-request-failing.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { NOON, trace } from '../support/observations.ts'

const verdict = (...observations: Parameters<typeof evaluateRule>[1]) =>
  evaluateRule(ewsRequestFailing, observations)
const http = (status: number, at = NOON) =>
  trace(`POST https://mail.contoso.example/EWS/Exchange.asmx HTTP/1.1 ${status} x`, at)
const code = (text: string, at = NOON) => trace(`<m:ResponseCode>${text}</m:ResponseCode>`, at)

describe('ews-request-failing', () => {
  it('groups failures by code, most frequent first, each with advice', () => {
    const { status, findings } = verdict(
      code('ErrorQuotaExceeded'),
      code('ErrorServerBusy'),
      code('ErrorServerBusy', NOON + 1),
    )
    expect(status).toBe('flagged')
    expect(findings.map(({ subject }) => subject)).toEqual([
      'ErrorServerBusy',
      'ErrorQuotaExceeded',
    ])
    expect(findings[0]?.message).toContain('2 times')
    expect(findings[1]?.remedy).toContain('Quota')
  })

  it.each(KNOWN_EWS_CODES)('recognizes %s anywhere in a record', (name) => {
    const [finding] = verdict(trace(`CreateItem failed: ${name}`)).findings
    expect(finding?.subject).toBe(name)
    expect(finding?.message).not.toContain('EWS rejected the request')
  })

  it('states the back-off that Exchange asked for', () => {
    const busy = trace(
      '<m:ResponseCode>ErrorServerBusy</m:ResponseCode><t:Value Name="BackOffMilliseconds">300000</t:Value>',
    )
    expect(verdict(busy).message).toContain('pause of 5 min')
    expect(verdict(trace('throttled, BackOffMilliseconds: 5000')).findings[0]?.subject).toBe(
      'ErrorServerBusy',
    )
  })

  it('shows an unknown code', () => {
    expect(verdict(code('ErrorItemNotFound')).findings[0]).toMatchObject({
      subject: 'ErrorItemNotFound',
    })
  })

  it('is flagged by HTTP 403 and 5xx from EWS, but not from other addresses', () => {
    for (const status of [403, 500, 503, 599])
      expect(verdict(http(status)).findings[0]?.subject).toBe(`HTTP ${status}`)
    expect(verdict(trace('GET https://www.contoso.example/ HTTP/1.1 503 x')).status).toBe(
      'not-checked',
    )
    expect(verdict(http(404)).status).toBe('not-checked')
  })

  it('treats a 401 followed by a success within 30 s as a challenge', () => {
    expect(verdict(http(401), http(200, NOON + seconds(30))).status).toBe('clear')
    expect(verdict(http(401), http(200, NOON + seconds(30) + 1)).findings[0]?.subject).toBe(
      'HTTP 401',
    )
    expect(verdict(http(401)).status).toBe('flagged')
  })

  it('states when EWS answered without an error later', () => {
    expect(verdict(http(503), http(200, NOON + 1)).message).toContain('without an error later')
  })

  it('is clear with successful answers only, and not checked without answers', () => {
    expect(verdict(code('NoError'))).toMatchObject({ status: 'clear' })
    expect(verdict(trace('nothing')).status).toBe('not-checked')
  })

  it('limits the findings and counts the omitted ones', () => {
    const letter = (index: number) => String.fromCharCode(97 + (index % 26))
    const many = Array.from({ length: 60 }, (_, index) =>
      code(`ErrorX${letter(index)}${letter(Math.floor(index / 26))}`),
    )
    const { findings, omitted } = verdict(...many)
    expect(findings).toHaveLength(50)
    expect(omitted).toBe(10)
  })
})
