import { sarifSchemaProblems } from '../schemas/sarif-schema.ts'

/**
 * Returns schema errors, messages with a link or a placeholder, and URIs that leave the folder of
 * the case.
 */
export function findActiveSarif(text: string): string[] {
  const log: unknown = JSON.parse(text)
  const problems = sarifSchemaProblems(log)
  visitStrings(log, (key, value) => {
    if (key === 'text' && /\]\(|(?<!\{)\{\d+\}(?!\})/.test(value))
      problems.push(`message: ${value}`)
    if (key === 'uri' && !isRelative(value)) problems.push(`uri: ${value}`)
  })
  return problems
}

const isRelative = (uri: string): boolean =>
  /^[\w\-.~%!$&'()*+,;=@/]+$/.test(uri) && !/^\//.test(uri) && !uri.split('/').includes('..')

function visitStrings(value: unknown, visit: (key: string, value: string) => void, key = ''): void {
  if (typeof value === 'string') visit(key, value)
  else if (typeof value === 'object' && value !== null)
    for (const [name, inner] of Object.entries(value)) visitStrings(inner, visit, name)
}
