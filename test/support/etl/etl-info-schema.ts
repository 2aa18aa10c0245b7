import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'

const ajv = new Ajv2020({ allErrors: true, strict: true })
const validate = ajv.compile(JSON.parse(readFileSync('schema/etl-info.schema.json', 'utf8')))

/** What the published schema has against the JSON of etl info, in words; empty when it fits. */
export function etlInfoSchemaErrors(info: unknown): string[] {
  validate(info)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
