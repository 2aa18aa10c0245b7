import { SaxesParser } from 'saxes'
import { expect, it } from 'vitest'
import { junitReport } from '../../src/reports/junit/junit-report.ts'
import { xmlElement } from '../../src/reports/junit/xml-element.ts'
import { findActiveJunit } from '../support/attacks/active-junit.ts'
import { fullReport, report, verdict } from '../support/reports.ts'

interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
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

it('is what it was', async () => {
  await expect(junitReport(fullReport())).toMatchFileSnapshot('golden/full.junit.txt')
})

it('is well-formed, with a test for each rule, and counts what it holds', () => {
  const text = junitReport(fullReport())
  expect(findActiveJunit(text)).toEqual([])
  const elements = elementsOf(text)
  const count = (name: string) => elements.filter((one) => one.name === name).length
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

it('fails what is an error or a warning, passes what is in order or a note, skips what was not checked, and errs where a check crashed', () => {
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

it('does not let pass a case of which nothing could be asked', () => {
  const elements = elementsOf(
    junitReport(report({ headline: 'Not judged (failed): out of memory' })),
  )
  expect(elements[0]?.attributes).toMatchObject({ tests: '1', errors: '1' })
  expect(elements.find(({ name }) => name === 'error')?.attributes.message).toBe(
    'Not judged (failed): out of memory',
  )
})

it('says with what was not checked what is missing, and how to get it', () => {
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

it('writes what XML cannot hold as what it is', () => {
  expect(xmlElement('a', { b: '<&>"\'\n\u0000\ufffe\ud800' }, 'c]]>&#10;')).toBe(
    '<a b="&lt;&amp;&gt;&quot;&apos;&#10;\\u{0}\\u{fffe}\\u{d800}">c]]&gt;&amp;#10;</a>',
  )
})
