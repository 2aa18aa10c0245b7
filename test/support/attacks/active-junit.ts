import { SaxesParser } from 'saxes'

/** The elements of a report, with the attributes that the schema of Jenkins' xunit plugin allows. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'tests', 'failures', 'errors'],
  testsuite: ['name', 'tests', 'failures', 'errors', 'skipped', 'timestamp'],
  properties: [],
  property: ['name', 'value'],
  testcase: ['classname', 'name', 'time'],
  failure: ['message', 'type'],
  error: ['message', 'type'],
  skipped: ['message'],
  'system-out': [],
}

/** Returns XML errors, and everything that is not an element of a JUnit report. */
export function findActiveJunit(text: string): string[] {
  const problems: string[] = []
  const parser = new SaxesParser()
  parser.on('error', ({ message }) => problems.push(message))
  parser.on('opentag', ({ name, attributes }) => {
    const allowed = ELEMENTS[name]
    if (allowed === undefined) problems.push(`<${name}>`)
    else problems.push(...Object.keys(attributes).filter((key) => !allowed.includes(key)))
  })
  for (const event of ['cdata', 'comment', 'processinginstruction', 'doctype'] as const)
    parser.on(event, () => problems.push(event))
  parser.write(text).close()
  return problems
}
