import { describe, expect, it } from 'vitest'
import { traceNotDecoded } from '../../src/rules/trace-not-decoded.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { inputSummary, tick } from '../support/observations.ts'

const exported = (records: number, undecoded: number) =>
  inputSummary({ path: 'lync.txt', format: 'tracefmt-text', records, undecoded })

describe('trace-not-decoded', () => {
  it('flags a trace with more undecoded records than the limit', () => {
    expect(evaluateRule(traceNotDecoded, [exported(100, 10)]).status).toBe('clear')
    expect(evaluateRule(traceNotDecoded, [exported(100, 11)])).toMatchObject({
      status: 'flagged',
      message: 'lync.txt: 11 % of 100 records not decoded (limit 10 %).',
      findings: [{ subject: 'lync.txt', sources: [{ path: 'lync.txt' }] }],
    })
    expect(evaluateRule(traceNotDecoded, [exported(100, 11)], { undecodedShare: 0.5 }).status).toBe(
      'clear',
    )
  })

  it('gives the commands for another export', () => {
    const { remedy } = evaluateRule(traceNotDecoded, [exported(100, 100)])
    expect(remedy[0]?.commands?.join()).toContain('tracefmt.exe')
  })

  it('is not checked when a binary trace is not decoded, and says what would decode it', () => {
    const trace = (undecoded: number) =>
      inputSummary({ path: 'Lync.etl', format: 'etl-binary', records: 100, undecoded, log: true })
    expect(evaluateRule(traceNotDecoded, [trace(10)]).status).toBe('clear')
    const { status, message, missing } = evaluateRule(traceNotDecoded, [trace(11)])
    expect(status).toBe('not-checked')
    expect(message).toBe('Lync.etl: 11 % of 100 records not decoded (limit 10 %).')
    expect(missing[0]?.commands?.join()).toContain('--tmf')
    expect(evaluateRule(traceNotDecoded, [trace(11), exported(100, 11)]).status).toBe('flagged')
  })

  it('names a binary trace when there is no other log', () => {
    const binary = inputSummary({
      path: 'Lync.etl',
      format: 'etl-binary',
      status: 'binary-trace',
      records: 0,
      log: true,
    })
    const { status, message, missing } = evaluateRule(traceNotDecoded, [binary])
    expect(status).toBe('not-checked')
    expect(message).toContain('Lync.etl contains only events of the Windows kernel')
    expect(missing[0]?.commands?.join()).toContain('tracerpt')
  })

  it('is not checked without a log', () => {
    expect(evaluateRule(traceNotDecoded, [tick(), inputSummary({ log: false })]).status).toBe(
      'not-checked',
    )
  })
})
