import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
})
formats.default(ajv)
const validate = ajv.compile(JSON.parse(readFileSync('schema/report-line.schema.json', 'utf8')))

/** Describes how a line of `--format ndjson` violates its schema; empty when it is valid. */
export function reportLineSchemaProblems(line: unknown): string[] {
  validate(line)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
