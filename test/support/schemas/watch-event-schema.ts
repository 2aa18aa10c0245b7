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
const validate = ajv.compile(JSON.parse(readFileSync('schema/watch-event.schema.json', 'utf8')))

/** What the published schema has against an event, in words; empty when it fits. */
export function watchEventSchemaErrors(event: unknown): string[] {
  validate(event)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
