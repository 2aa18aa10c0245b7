import { describe, expect, it } from 'vitest'
import { clientBuild } from '../../src/evidence/client-build.ts'
import { exchangeEwsLog } from '../../src/parsers/exchange-ews-log/exchange-ews-log.ts'
import { ewsRequestFailing } from '../../src/rules/ews-request-failing.ts'
import { collectEvidence, evaluateRule } from '../support/evaluate-rule.ts'
import { readSample, readText } from '../support/read-text.ts'

const HEADER = 'DateTime,AuthenticatedUser,UserAgent,SoapAction,HttpStatus,ErrorCode,ServerHostName'
const row = (user: string, agent: string, status = 200, code = '') =>
  `2017-07-21T22:18:50.109Z,${user},${agent},CreateItem,${status},${code},EX01`
const AGENT = 'OC/16.0.4546.1000 (Skype for Business)'
const log = (...rows: string[]) => readText(exchangeEwsLog, [HEADER, ...rows, ''].join('\n'))

describe('the EWS log of an Exchange server', () => {
  it('has what Exchange answered to the user’s client, in UTC', () => {
    const { observations, tally, recognition } = readSample(exchangeEwsLog, 'Ews_2017072122-1.LOG')
    expect(recognition).toEqual({})
    expect(observations).toEqual([
      expect.objectContaining({ action: 'GetStreamingEvents', status: 200 }),
      {
        kind: 'ews-answer',
        at: Date.UTC(2017, 6, 21, 22, 18, 50, 109),
        user: 'kim@contoso.example',
        agent: AGENT,
        action: 'CreateItem',
        status: 200,
        code: 'ErrorServerBusy',
        server: 'EX01',
        source: { path: 'input', line: 9 },
      },
    ])
    expect(tally).toMatchObject({ records: 3, unreadable: 0, unreadLineCount: 0 })
    expect(tally.notes).toEqual(['1 row of other programs counted, but not used'])
  })

  it('is evidence of failing requests and of the user’s build', () => {
    const { observations } = log(row('Kim@contoso.example', AGENT, 200, 'ErrorServerBusy'))
    const verdict = evaluateRule(ewsRequestFailing, observations)
    expect(verdict.status).toBe('flagged')
    expect(verdict.message).toContain(
      'EWS answered ErrorServerBusy 1 time (2017-07-21 22:18:50 UTC)',
    )
    expect(verdict.message).toContain('The Exchange server’s log says so for kim@contoso.example')
    expect(collectEvidence(clientBuild, observations).build?.build).toEqual([16, 0, 4546, 1000])
  })

  it('of several users does not tell whose build is this client’s', () => {
    const { observations } = log(
      row('kim@contoso.example', AGENT),
      row('lee@contoso.example', 'OC/16.0.7967.2139 (Skype for Business)'),
    )
    expect(collectEvidence(clientBuild, observations).build).toBeUndefined()
  })

  it('says nothing by requests of other programs or of the server’s own services', () => {
    for (const agent of ['Microsoft Office/16.0 (Outlook)', 'LYNC/6.0.9319.0', 'DOC/16.0.1.1', ''])
      expect(log(row('kim@contoso.example', agent, 500, 'ErrorServerBusy')).observations).toEqual(
        [],
      )
  })

  it('counts a refused request by its HTTP status, and one without an error as answered', () => {
    const verdict = (status: number) =>
      evaluateRule(ewsRequestFailing, log(row('CONTOSO\\kim', AGENT, status)).observations)
    expect(verdict(503).message).toContain('HTTP 503')
    expect(verdict(503).message).toContain('a user whom the log does not name')
    expect(verdict(200).status).toBe('clear')
    expect(verdict(401).status).toBe('not-checked')
  })

  it('clears nothing by answers to other users', () => {
    const { observations } = log(
      row('kim@contoso.example', AGENT),
      row('lee@contoso.example', AGENT),
    )
    expect(evaluateRule(ewsRequestFailing, observations).status).toBe('not-checked')
    expect(evaluateRule(ewsRequestFailing, observations.slice(1)).status).toBe('clear')
  })

  it('may have other columns, quotes and delimiters', () => {
    for (const text of [
      `#Fields: ErrorCode,HttpStatus,SoapAction,UserAgent,AuthenticatedUser,DateTime\nErrorServerBusy,200,CreateItem,"${AGENT}",kim@contoso.example,2017-07-21T22:18:50.109Z\n`,
      `DateTime;UserAgent;SoapAction;HttpStatus;ErrorCode;AuthenticatedUser\n2017-07-21T22:18:50.109Z;"${AGENT}; ""x""";CreateItem;200;ErrorServerBusy;kim@contoso.example\n`,
      `Look:\nDateTime\tUserAgent\tSoapAction\tHttpStatus\tErrorCode\tAuthenticatedUser\n2017-07-21T22:18:50.109Z\t${AGENT}\tCreateItem\t200\tErrorServerBusy\tkim@contoso.example\n`,
    ])
      expect(readText(exchangeEwsLog, text).observations).toMatchObject([
        { user: 'kim@contoso.example', code: 'ErrorServerBusy', status: 200 },
      ])
  })

  it('reports rows that are cut off or have no time', () => {
    const { tally } = log('yesterday,a,b,c,200,,EX01', '2017-07-21T22:18:50.109Z,kim', '')
    expect(tally.damage).toEqual([
      { line: 2, reason: 'a row without a readable time' },
      { line: 3, reason: 'a row that is cut off' },
    ])
  })

  it('is not another log of Exchange', () => {
    const text = 'DateTime,RequestId,UserAgent,HttpStatus\n2017-07-21T22:18:50.109Z,a,b,200\n'
    expect(readText(exchangeEwsLog, text).recognition).toBeUndefined()
  })
})
