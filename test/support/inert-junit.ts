import { SaxesParser } from 'saxes'

const ELEMENTS = new Set([
  'testsuites',
  'testsuite',
  'properties',
  'property',
  'testcase',
  'failure',
  'error',
  'skipped',
  'system-out',
])
const ATTRIBUTES = new Set([
  ...['name', 'tests', 'failures', 'errors', 'skipped', 'timestamp', 'value', 'classname', 'time', 'message', 'type'],
])

/** What is no well-formed XML, or more than the elements of a JUnit report. */
export function inertJunit(text: string): string[] {
  const problems: string[] = []
  const parser = new SaxesParser()
  parser.on('error', ({ message }) => problems.push(message))
  parser.on('opentag', ({ name, attributes }) => {
    if (!ELEMENTS.has(name)) problems.push(`<${name}>`)
    problems.push(...Object.keys(attributes).filter((key) => !ATTRIBUTES.has(key)))
  })
  for (const event of ['cdata', 'comment', 'processinginstruction', 'doctype'] as const)
    parser.on(event, () => problems.push(event))
  parser.write(text).close()
  return problems
}
