import { readFileSync } from 'node:fs'
import type { ValidateFunction } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false })
formats.default(ajv)
const schemaIn = (name: string) => JSON.parse(readFileSync(`schema/${name}.schema.json`, 'utf8'))
const validate = ajv.compile(schemaIn('report'))
const validateShow = ajv.compile(schemaIn('show'))
const validateLine = ajv.compile(schemaIn('batch-line'))

/** Describes how a report violates the published schema; empty when it is valid. */
export const reportSchemaProblems = (report: unknown): string[] => problems(validate, report)

/** Describes how a line of a batch violates its published schema; empty when it is valid. */
export const batchLineSchemaProblems = (line: unknown): string[] => problems(validateLine, line)

/** Describes how the JSON of `show` violates its published schema; empty when it is valid. */
export const showSchemaProblems = (shown: unknown): string[] => problems(validateShow, shown)

function problems(fits: ValidateFunction, value: unknown): string[] {
  fits(value)
  return (fits.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
