import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'

const require = createRequire(import.meta.url)
/** The official schemas. */
const FOLDER = join(
  dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')),
  'res',
  'schema',
)
const schemaIn = (name: string) =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.SNAPSHOT.schema.json`), 'utf8'))

const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false })
formats.default(ajv)
// International forms are wider than these: what the stricter ones accept, they accept.
ajv.addFormat('iri-reference', /^[!-~]+$/)
ajv.addFormat('idn-email', /^[!-~]+@[!-~]+$/)
for (const name of ['spdx', 'jsf-0.82'])
  ajv.addSchema(schemaIn(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
const validate = ajv.compile(schemaIn('bom-1.5'))

/** Describes how a bill of materials violates the official schema of CycloneDX 1.5. */
export function cyclonedxSchemaProblems(bom: unknown): string[] {
  validate(bom)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
