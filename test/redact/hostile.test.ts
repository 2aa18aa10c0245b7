import { describe, expect, it } from 'vitest'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { redactText } from '../../src/redact/redact-text.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { redactLog } from './redact-log.ts'

const names = () => new NameRegistry(new TokenGenerator())

describe('a hostile log', () => {
  it.each([
    '<t:Body ',
    '<Subject>',
    'x-token',
    'call-id',
    'DC=a,',
    '1-',
    'a.',
    ':',
    '%41',
    '\\u0041',
    'MESSAGE sip:a SIP/2.0\\n',
    '"a" <',
    'Aa1',
  ])('does not make the finders slow: %s', (unit) => {
    // A backtracking expression would practically never end.
    expect(redactText(unit.repeat(5000), names()).length).toBeGreaterThan(0)
  })

  it('affects only itself: later lines are redacted', () => {
    const bad = [
      Buffer.from([0xff, 0xfe, 0x80, 0x41, 0x0a]),
      Buffer.from('<note>never closed\r\n'.repeat(3)),
      Buffer.from('MESSAGE sip:a@b.example SIP/2.0\r\nContent-Length: 99999999\r\n\r\nx\r\n'),
    ]
    const log = Buffer.concat([
      Buffer.from('02/03/2016|10:11:12.123 1A2C:2B3C INFO  :: a\r\n'),
      ...bad,
      Buffer.from('02/03/2016|10:11:12.123 1A2C:2B3C INFO  :: sip:kim@contoso.example\r\n'),
    ])
    const out = redactLog(log, names()).toString('latin1')
    expect(out).toMatch(/INFO {2}:: sip:user-\d@domain-\d\r\n$/)
    expect(out).not.toContain('never closed')
  })
})
