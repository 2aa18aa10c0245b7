import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'

// The schema is written for draft 4, and uses nothing of it that draft 7 reads otherwise but the
// name of its own address.
const { id, ...schema } = JSON.parse(
  readFileSync('test/support/schemas/sarif-schema-2.1.0.json.txt', 'utf8'),
) as { readonly id: string }
const ajv = new Ajv({
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  unicodeRegExp: false,
})
formats.default(ajv)
const validate = ajv.compile({
  ...schema,
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: id,
})

/** What the official schema of SARIF 2.1.0 has against a log, in words; empty when it fits. */
export function sarifSchemaProblems(log: unknown): string[] {
  validate(log)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
