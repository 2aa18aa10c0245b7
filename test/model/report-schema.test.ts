import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseReport } from '../../src/model/report-shape.ts'
import { propertyRuns } from '../properties/property-runs.ts'
import { reportWithTimeline } from '../support/report-with-timeline.ts'
import { fullReport } from '../support/reports.ts'

type Schema = Readonly<Record<string, unknown>>

const schema: Schema = JSON.parse(readFileSync('schema/report.schema.json', 'utf8'))
const ajv = new Ajv2020({ strict: false })
formats.default(ajv)
const fitsSchema = ajv.compile(schema)

/**
 * Keywords of the published schema that a reader does not check: they restrict what spoolscope
 * writes, but no output depends on them.
 */
const WRITER_ONLY = new Set([
  'const',
  'pattern',
  'minLength',
  'minItems',
  'maxItems',
  'minimum',
  'if',
  'then',
  'else',
  'allOf',
])
/** Fields that a reader does not use. */
const UNREAD_FIELDS = new Set(['schemaVersion'])

/** The schema without what readers do not check. Counts stay at 0 or more. */
function readerSchema(value: unknown, isFieldMap = false): unknown {
  if (Array.isArray(value)) return value.map((element) => readerSchema(element))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([key, inner]) =>
      isFieldMap
        ? !UNREAD_FIELDS.has(key)
        : !WRITER_ONLY.has(key) && !(key === 'additionalProperties' && inner === false),
    )
    .map(([key, inner]) => [
      key,
      key === 'required' && Array.isArray(inner)
        ? inner.filter((field) => !UNREAD_FIELDS.has(field))
        : readerSchema(inner, !isFieldMap && (key === 'properties' || key === '$defs')),
    ])
  const copy = Object.fromEntries(entries)
  if (!isFieldMap && copy.type === 'integer') copy.minimum = 0
  if (!isFieldMap && 'const' in value) copy.type = typeof value.const
  return copy
}

/** Printable ASCII, because names given by spoolscope itself may contain nothing else. */
const anyName = fc.stringMatching(/^[ -~]{1,30}$/)
const anyTime = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString())

/** Values that fit a part of the schema, except for its conditions. */
function arbitraryFor(part: Schema): fc.Arbitrary<unknown> {
  if ('const' in part) return fc.constant(part.const)
  if (Array.isArray(part.enum)) return fc.constantFrom(...part.enum)
  if (typeof part.$ref === 'string') {
    const name = part.$ref.replace('#/$defs/', '')
    if (name === 'time') return anyTime
    return arbitraryFor((schema.$defs as Record<string, Schema>)[name] ?? {})
  }
  const choices = part.oneOf ?? part.anyOf
  if (Array.isArray(choices)) return fc.oneof(...choices.map(arbitraryFor))
  switch (part.type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: Number(part.minimum ?? 0), max: Number.MAX_SAFE_INTEGER })
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true })
    case 'string':
      if (typeof part.pattern === 'string')
        return fc.stringMatching(new RegExp(part.pattern), { maxLength: 100 })
      return part.minLength === undefined ? fc.string() : anyName
    case 'array':
      return fc.array(arbitraryFor(part.items as Schema), {
        minLength: Number(part.minItems ?? 0),
        maxLength: 3,
      })
    default:
      return arbitraryObject(part)
  }
}

function arbitraryObject(part: Schema): fc.Arbitrary<unknown> {
  if (part.properties === undefined)
    return fc.dictionary(anyName, arbitraryFor(part.additionalProperties as Schema), { maxKeys: 3 })
  const fields = Object.entries(part.properties as Record<string, Schema>)
  return fc.record(Object.fromEntries(fields.map(([key, inner]) => [key, arbitraryFor(inner)])), {
    requiredKeys: part.required as string[],
  })
}

/** Makes a verdict satisfy the conditions of the schema, which depend on its status. */
function withConditions(report: unknown): unknown {
  return JSON.parse(JSON.stringify(report), (_, value) => {
    if (typeof value?.rule === 'string' && typeof value.status === 'string') {
      const { status } = value
      return {
        ...value,
        findings: status === 'flagged' ? value.findings : [],
        remedy: status === 'flagged' ? value.remedy : [],
        omitted: status === 'flagged' ? value.omitted : 0,
        missing: status === 'not-checked' ? value.missing : [],
        sources: status === 'not-checked' ? [] : value.sources,
      }
    }
    if (typeof value?.stage === 'string') {
      const { by = 'time', within = 0 } = value
      return value.inferred
        ? { ...value, by: 'time', within }
        : { ...value, by: by === 'time' ? 'item' : by }
    }
    return value
  })
}

it('accepts every report that fits the schema', () => {
  fc.assert(
    fc.property(arbitraryFor(schema).map(withConditions), (report) => {
      expect(fitsSchema(report), JSON.stringify(fitsSchema.errors?.[0])).toBe(true)
      expect(parseReport(report)).toBe(report)
    }),
    propertyRuns(200),
  )
})

/** Calls `visit` with every object or list in a value, and each of its keys. */
function visitPlaces(
  value: unknown,
  visit: (parent: Record<string, unknown>, key: string, path: string) => void,
  path = '',
): void {
  if (typeof value !== 'object' || value === null) return
  const parent = value as Record<string, unknown>
  for (const key of Object.keys(parent)) {
    visitPlaces(parent[key], visit, `${path}/${key}`)
    visit(parent, key, `${path}/${key}`)
  }
}

it('accepts and refuses the same as the schema, whatever field is removed or replaced', () => {
  const ajvForReaders = new Ajv2020({ strict: false })
  formats.default(ajvForReaders)
  const fitsReaderSchema = ajvForReaders.compile({
    ...(readerSchema(schema) as Schema),
    $id: 'reader',
  })
  const differences: string[] = []
  let refused = 0
  for (const report of [reportWithTimeline(), fullReport()]) {
    const copy = structuredClone(report)
    visitPlaces(copy, (parent, key, path) => {
      const original = parent[key]
      for (const value of ['removed', null, true, 7, -1, 0.5, 'word', [], {}]) {
        if (value !== 'removed') parent[key] = value
        else if (Array.isArray(parent)) continue
        else delete parent[key]
        const isAccepted = typeof parseReport(copy) !== 'string'
        if (!isAccepted) refused += 1
        if (isAccepted !== fitsReaderSchema(copy))
          differences.push(`${path} = ${JSON.stringify(value)}: accepted is ${isAccepted}`)
        parent[key] = original
      }
    })
  }
  expect(differences).toEqual([])
  expect(refused).toBeGreaterThan(1000)
})
