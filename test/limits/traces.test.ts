import { expect } from 'vitest'
import { InputIdentity } from '../../src/analysis/collections/input-identity.ts'
import { matchInOrder } from '../../src/journeys/match-in-order.ts'
import { FieldNames } from '../../src/parsers/etl/decoders/field-names.ts'
import { applyValueMap } from '../../src/parsers/etl/decoders/manifest/value-map.ts'
import { parsePrintfSpec } from '../../src/parsers/etl/printf-spec.ts'
import { ReorderBuffer } from '../../src/parsers/etl/reorder-buffer.ts'
import { TraceProcesses } from '../../src/parsers/etl/trace-processes.ts'
import { UndecodedCounter } from '../../src/parsers/etl/undecoded-counter.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { federatedRecipient } from '../../src/rules/federated-recipient.ts'
import { mailDomainDiffersFromSipDomain } from '../../src/rules/mail-domain-differs-from-sip-domain.ts'
import { serverBeforeCu3 } from '../../src/rules/server-before-cu3.ts'
import { visibleText } from '../../src/ui/span.ts'
import { RecentlyGoneItems } from '../../src/watch/recently-gone-items.ts'
import { evaluateRule } from '../support/evaluate-rule.ts'
import { acceptsTest, keepsTest, limitTest } from '../support/limits/limit-test.ts'
import { cmdletOutput, NOON, sip, trace } from '../support/observations.ts'

const times = <T>(count: number, create: (at: number) => T): T[] =>
  Array.from({ length: count }, (_, at) => create(at))

keepsTest(
  'parsers/etl/printf-spec.ts MAX_WIDTH_CHARS',
  (width) => parsePrintfSpec(`%${width}s`)?.width ?? 0,
)

keepsTest(
  'parsers/etl/decoders/field-names.ts MAX_NAME_CHARS',
  (length) => new FieldNames().makeUnique('x'.repeat(length)).length,
)

limitTest('parsers/etl/decoders/manifest/value-map.ts MAX_NAMES_CHARS', {
  at: (value) => expect(bitNames(value)).toContain('second'),
  beyond: (value) => expect(bitNames(value + 1)).toMatch(/^x+ \| 0x2$/),
})

/** The text of two bits, of which the first has a name of this length. */
const bitNames = (length: number): unknown =>
  applyValueMap(
    {
      bits: true,
      names: new Map([
        [1, 'x'.repeat(length)],
        [2, 'second'],
      ]),
    } as never,
    3,
  )

const emittedAfter = (count: number, text = 'x'): number => {
  let emitted = 0
  const buffer = new ReorderBuffer(() => {
    emitted += 1
  })
  for (let at = 0; at < count; at += 1) buffer.add(trace(text, NOON + at))
  expect(buffer.overflowed).toBe(emitted > 0)
  return emitted
}

limitTest('parsers/etl/reorder-buffer.ts MAX_PENDING', {
  at: (value) => expect(emittedAfter(value)).toBe(0),
  beyond: (value) => expect(emittedAfter(value + 1)).toBe(value >> 1),
})

limitTest('parsers/etl/reorder-buffer.ts MAX_PENDING_CHARS', {
  // Each event counts with more than its text.
  at: (value) => expect(emittedAfter(8, 'x'.repeat(value / 8 - 1000))).toBe(0),
  beyond: (value) => expect(emittedAfter(8, 'x'.repeat(value / 8 + 1))).toBe(4),
})

acceptsTest('parsers/etl/trace-processes.ts MAX_PROCESSES', (count) => {
  const processes = new TraceProcesses()
  for (let id = 1; id <= count; id += 1) processes.addWriter(id)
  const fields = { ProcessId: count, ImageFileName: 'lync.exe' }
  processes.addKernelEvent({ name: 'Process/Start', fields } as never)
  return processes.takeClients().length === 1
})

keepsTest('parsers/etl/undecoded-counter.ts MAX_NAMES', (count) => {
  const counter = new UndecodedCounter()
  for (let at = 0; at < count; at += 1)
    counter.countOpaque({ header: 'trace-message', guid: `guid-${at}` } as never)
  const files = /of ([\d,]+) source files/.exec(counter.sentences().join())?.[1] ?? ''
  return Number(files.replaceAll(',', ''))
})

limitTest('journeys/match-in-order.ts MAX_COMPARED_PAIRS', {
  at: (value) => expect(distanceOf(Math.floor(Math.sqrt(value)) - 1)).toBe(0),
  beyond: (value) => expect(distanceOf(Math.ceil(Math.sqrt(value)))).toBeGreaterThan(0),
})

/**
 * The sum of the differences of all pairs of equal moments, where one moment more is before those
 * of the second list.
 */
function distanceOf(count: number): number {
  const firsts = times(count, (at) => ({ at: NOON + at * 10 }))
  const seconds = [{ at: NOON - 5 }, ...times(count, (at) => ({ at: NOON + at * 10 }))]
  const pairs = matchInOrder(firsts, seconds, { minOffset: -15, maxOffset: 15 })
  return [...pairs].reduce((sum, [first, second]) => sum + Math.abs(first.at - second.at), 0)
}

acceptsTest('redact/token-generator.ts MAX_ORIGINAL_LENGTH', (length) => {
  let isStored = false
  const tokens = new TokenGenerator(undefined, () => {
    isStored = true
  })
  expect(tokens.tokenFor('user', 'x', 'x'.repeat(length))).toBe('user-1')
  return isStored
})

keepsTest('ui/span.ts MAX_TEXT_CHARS', (length) => visibleText('x'.repeat(length)).length)

keepsTest('watch/recently-gone-items.ts MAX_ITEMS', (count) => {
  const gone = new RecentlyGoneItems()
  for (let at = 0; at < count; at += 1)
    gone.add(
      { event: 'item-gone', folder: 'x', name: `${at}`, since: '2016-06-14T10:00:00Z' } as never,
      NOON,
    )
  return gone.items.length
})

keepsTest('rules/federated-recipient.ts MAX_FINDINGS', (count) => {
  const answers = times(count, (at) =>
    sip(
      'SIP/2.0 480 Temporarily Unavailable',
      {
        from: '<sip:kim@contoso.example>',
        to: `<sip:user-${at}@fabrikam.example>`,
        cseq: '1 INVITE',
      },
      { direction: 'received' },
    ),
  )
  const { findings, omitted } = evaluateRule(federatedRecipient, answers)
  return { kept: findings.length, left: omitted }
})

keepsTest('rules/mail-domain-differs-from-sip-domain.ts MAX_FINDINGS', (count) => {
  const users = times(count, (at) =>
    cmdletOutput('Get-CsUser', {
      SipAddress: `sip:user-${at}@contoso.example`,
      WindowsEmailAddress: `user-${at}@mail.example`,
    }),
  )
  const { findings, omitted } = evaluateRule(mailDomainDiffersFromSipDomain, users)
  return { kept: findings.length, left: omitted }
})

keepsTest('rules/server-before-cu3.ts MAX_FINDINGS', (count) => {
  const builds = times(count, () =>
    cmdletOutput('Get-CsServerPatchVersion', {
      ComponentName: 'Skype for Business Server 2015, Core Components',
      Version: '6.0.9319.0',
    }),
  )
  return evaluateRule(serverBeforeCu3, builds).findings.length
})

keepsTest('analysis/collections/input-identity.ts MAX_NAMES', (count) => {
  const identity = new InputIdentity()
  for (let at = 0; at < count; at += 1)
    identity.observe(
      sip('REGISTER sip:contoso.example SIP/2.0', { from: `<sip:user-${at}@contoso.example>` }),
      false,
    )
  return identity.users.size
})
