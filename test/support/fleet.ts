import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { FleetCollector } from '../../src/batch/summary/fleet-collector.ts'
import { fleetSummary } from '../../src/batch/summary/fleet-summary.ts'
import type { BatchLine } from '../../src/model/batch-line.ts'
import type { FleetSummary } from '../../src/model/fleet/fleet-summary.ts'

export function summarizeLines(lines: readonly BatchLine[]): FleetSummary {
  const fleet = new FleetCollector()
  for (const line of lines) fleet.add(line)
  return fleetSummary(fleet, '0.1.0')
}

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false })
formats.default(ajv)
const validate = ajv.compile(JSON.parse(readFileSync('schema/fleet-summary.schema.json', 'utf8')))

/** Validates a summary with the published schema. Returns the errors, empty if it is valid. */
export function fleetSchemaProblems(summary: unknown): string[] {
  validate(summary)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
