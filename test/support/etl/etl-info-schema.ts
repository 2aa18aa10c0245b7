import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'

const ajv = new Ajv2020({ allErrors: true, strict: true })
const validate = ajv.compile(JSON.parse(readFileSync('schema/etl-info.schema.json', 'utf8')))

/** Violations of the published schema in the JSON of `etl info`; empty when it is valid. */
export function etlInfoSchemaErrors(info: unknown): string[] {
  validate(info)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
