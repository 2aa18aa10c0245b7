import { SaxesParser } from 'saxes'
import { expect, it } from 'vitest'
import { junitReport } from '../../src/reports/junit/junit-report.ts'
import { xmlElement } from '../../src/reports/junit/xml-element.ts'
import { findActiveJunit } from '../support/attacks/active-junit.ts'
import { diagnosedReport } from '../support/diagnosed-report.ts'
import { fullReport, report, verdict } from '../support/reports.ts'

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Name of the test case that contains the element. */
  readonly inside: string | undefined
}

function elementsOf(text: string): Element[] {
  const found: Element[] = []
  const tests: string[] = []
  const parser = new SaxesParser()
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'testcase') tests.push(attributes.name ?? '')
    found.push({ name, attributes, inside: tests.at(-1) })
  })
  parser.write(text).close()
  return found
}

it('matches the golden file of a report of an earlier version', async () => {
  await expect(junitReport(fullReport())).toMatchFileSnapshot('golden/full.junit.txt')
})

it('matches the golden file of a report with a diagnosis', async () => {
  await expect(junitReport(diagnosedReport())).toMatchFileSnapshot('golden/diagnosed.junit.txt')
})

it('is well-formed, has a test for each rule, and counts the tests correctly', () => {
  const text = junitReport(fullReport())
  expect(findActiveJunit(text)).toEqual([])
  const elements = elementsOf(text)
  const count = (name: string) => elements.filter((element) => element.name === name).length
  expect(count('testcase')).toBe(fullReport().cases[0]?.verdicts.length)
  const counts = {
    tests: `${count('testcase')}`,
    failures: `${count('failure')}`,
    errors: `${count('error')}`,
    skipped: `${count('skipped')}`,
  }
  const { skipped: _, ...overall } = counts
  expect(elements[0]?.attributes).toMatchObject(overall)
  expect(elements[1]?.attributes).toMatchObject(counts)
})

it('fails errors and warnings, passes clear verdicts and notes, skips checks that were not made', () => {
  const outcomes = Object.fromEntries(
    elementsOf(junitReport(fullReport())).flatMap(({ name, inside }) =>
      inside && name !== 'testcase' ? [[inside, name]] : [],
    ),
  )
  expect(outcomes).toMatchObject({
    'spool-message-stuck': 'failure',
    'drafts-accumulating': 'failure',
    'federated-recipient': 'system-out',
    'server-before-cu3': 'system-out',
    'ews-unavailable': 'skipped',
    'ews-request-failing': 'error',
  })
})

it('reports a case without verdicts as an error', () => {
  const elements = elementsOf(
    junitReport(report({ headline: 'Not judged (failed): out of memory' })),
  )
  expect(elements[0]?.attributes).toMatchObject({ tests: '1', errors: '1' })
  expect(elements.find(({ name }) => name === 'error')?.attributes.message).toBe(
    'Not judged (failed): out of memory',
  )
})

it('says which evidence is missing for a skipped test, and how to get it', () => {
  const missing = [
    { evidence: 'the client build', how: 'Export the registry.', commands: ['reg export x'] },
  ]
  const text = junitReport(
    report({ verdicts: [verdict('a', { status: 'not-checked', message: 'Unknown.', missing })] }),
  )
  const skipped = elementsOf(text).find(({ name }) => name === 'skipped')
  expect(skipped?.attributes.message).toBe(
    'Unknown.\nMissing: the client build.\nExport the registry.\nreg export x',
  )
})

it('says in a failure which cause it is or what explains it, and which steps of the plan help', () => {
  const [, ...cases] = junitReport(diagnosedReport()).split('<testcase ')
  const find = (rule: string) => cases.find((text) => text.includes(`name="${rule}"`)) ?? ''
  const client = find('client-build-too-old-for-on-premises-mailbox')
  expect(client).toContain('Cause: client-build-too-old-for-on-premises-mailbox (likely, of')
  expect(client).toContain('3. The user, or whoever sits at the machine: Update Office')
  const stuck = find('spool-message-stuck')
  expect(stuck).toContain('Explained by: The client is too old for an on-premises mailbox: ')
  expect(stuck).toContain('Unexplained, at least in part.')
  expect(find('drafts-accumulating')).toContain('Superseded by: client-build-too-old')
})

it('writes characters that XML does not allow as escapes', () => {
  expect(xmlElement('a', { b: '<&>"\'\n\u0000\ufffe\ud800' }, 'c]]>&#10;')).toBe(
    '<a b="&lt;&amp;&gt;&quot;&apos;&#10;\\u{0}\\u{fffe}\\u{d800}">c]]&gt;&amp;#10;</a>',
  )
})
