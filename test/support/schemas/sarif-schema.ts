import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'

// The schema is written for draft 4. The keyword for its own id is all that differs in draft 7.
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

/** Describes how a log violates the official schema of SARIF 2.1.0; empty when it is valid. */
export function sarifSchemaProblems(log: unknown): string[] {
  validate(log)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
