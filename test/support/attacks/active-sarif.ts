import { sarifSchemaProblems } from '../schemas/sarif-schema.ts'

/**
 * What does not fit the schema; messages with a link or a placeholder; addresses that lead out of
 * the case.
 */
export function findActiveSarif(text: string): string[] {
  const log: unknown = JSON.parse(text)
  const problems = sarifSchemaProblems(log)
  walk(log, (key, value) => {
    if (key === 'text' && /\]\(|(?<!\{)\{\d+\}(?!\})/.test(value))
      problems.push(`message: ${value}`)
    if (key === 'uri' && !isRelative(value)) problems.push(`uri: ${value}`)
  })
  return problems
}

const isRelative = (uri: string): boolean =>
  /^[\w\-.~%!$&'()*+,;=@/]+$/.test(uri) && !/^\//.test(uri) && !uri.split('/').includes('..')

function walk(value: unknown, see: (key: string, value: string) => void, key = ''): void {
  if (typeof value === 'string') see(key, value)
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) walk(inner, see, name)
}
