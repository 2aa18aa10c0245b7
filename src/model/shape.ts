/**
 * Says what is wrong with a value, beginning with where: `.id is no text`; undefined when it is as
 * it should be.
 */
export type Validator = (value: unknown) => string | undefined

type Fields = Readonly<Record<string, Validator>>

const kind =
  (is: (value: unknown) => boolean, what: string): Validator =>
  (value) =>
    is(value) ? undefined : ` is no ${what}`

export const string = kind((value) => typeof value === 'string', 'text')
/** A name that spoolscope itself gives: of a rule, a format, a version. */
export const identifier = kind(
  (value) => typeof value === 'string' && /^[ -~]{1,100}$/.test(value),
  'name',
)
export const boolean = kind((value) => typeof value === 'boolean', 'truth value')
export const count = kind((value) => Number.isSafeInteger(value) && Number(value) >= 0, 'count')
export const scalar = kind(
  (value) => typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value),
  'text, number or truth value',
)
// 2016-06-14T12:00:00Z   2016-06-14T12:00:00.000Z   -000001-01-01T00:00:00.000Z: of other texts
// Date.parse takes nearly any, comments too
const ISO_UTC = /^([+-]\d\d)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/
/** ISO 8601 in UTC, and a moment that there is. */
export const utcTime = kind(
  (value) => typeof value === 'string' && ISO_UTC.test(value) && !Number.isNaN(Date.parse(value)),
  'time in UTC',
)
export const enumOf = (...words: readonly string[]): Validator =>
  kind((value) => typeof value === 'string' && words.includes(value), `“${words.join('”, “')}”`)

export const arrayOf =
  (shape: Validator): Validator =>
  (value) => {
    if (!Array.isArray(value)) return ' is no list'
    for (let index = 0; index < value.length; index += 1) {
      const problem = shape(value[index])
      if (problem !== undefined) return `[${index}]${problem}`
    }
    return undefined
  }

export const recordOf =
  (shape: Validator): Validator =>
  (value) => {
    if (!isObject(value)) return ' is no object'
    for (const key of Object.keys(value)) {
      const problem = shape(value[key])
      if (problem !== undefined) return `.${key}${problem}`
    }
    return undefined
  }

/** Other fields may be there: a later version may say more. */
export function object(required: Fields, optional: Fields = {}): Validator {
  const fields = [
    ...Object.entries(required).map(([key, shape]) => [key, shape, true] as const),
    ...Object.entries(optional).map(([key, shape]) => [key, shape, false] as const),
  ]
  return (value) => {
    if (!isObject(value)) return ' is no object'
    for (const [key, shape, needed] of fields) {
      if (!Object.hasOwn(value, key)) {
        if (needed) return `.${key} is missing`
        continue
      }
      const problem = shape(value[key])
      if (problem !== undefined) return `.${key}${problem}`
    }
    return undefined
  }
}

export const nullable =
  (shape: Validator): Validator =>
  (value) =>
    value === null ? undefined : shape(value)

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Whether there is nothing deeper than so many levels: what is nested without end breaks whoever
 * writes it again.
 */
export function isNestedAtMost(levels: number, value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return false
    const below: unknown[] = []
    for (const part of level) {
      if (typeof part !== 'object' || part === null) continue
      for (const inner of Object.values(part))
        if (typeof inner === 'object' && inner !== null) below.push(inner)
    }
    level = below
  }
  return true
}
