/**
 * Checks a value. Returns undefined if it is valid, else the place and the fault, such as
 * `.id is not a text`.
 */
export type Validator = (value: unknown) => string | undefined

type Fields = Readonly<Record<string, Validator>>

const validator =
  (isValid: (value: unknown) => boolean, expected: string): Validator =>
  (value) =>
    isValid(value) ? undefined : ` is not ${expected}`

export const string = validator((value) => typeof value === 'string', 'a text')
/** A name defined by spoolscope itself: of a rule, a format or a version. */
export const identifier = validator(
  (value) => typeof value === 'string' && /^[ -~]{1,100}$/.test(value),
  'a name',
)
export const boolean = validator((value) => typeof value === 'boolean', 'true or false')
export const count = validator(
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  'a count',
)
export const scalar = validator(
  (value) => typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value),
  'a text, a number, true or false',
)
// 2016-06-14T12:00:00Z   2016-06-14T12:00:00.000Z   -000001-01-01T00:00:00.000Z
// Date.parse alone also accepts many other texts, even comments.
const ISO_UTC = /^([+-]\d\d)?\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/
/** An existing time, ISO 8601 in UTC. */
export const utcTime = validator(
  (value) => typeof value === 'string' && ISO_UTC.test(value) && !Number.isNaN(Date.parse(value)),
  'a time in UTC',
)
export const enumOf = (...words: readonly string[]): Validator =>
  validator(
    (value) => typeof value === 'string' && words.includes(value),
    `one of “${words.join('”, “')}”`,
  )

export const arrayOf =
  (validate: Validator): Validator =>
  (value) => {
    if (!Array.isArray(value)) return ' is not a list'
    for (let index = 0; index < value.length; index += 1) {
      const problem = validate(value[index])
      if (problem !== undefined) return `[${index}]${problem}`
    }
    return undefined
  }

export const recordOf =
  (validate: Validator): Validator =>
  (value) => {
    if (!isObject(value)) return ' is not an object'
    for (const key of Object.keys(value)) {
      const problem = validate(value[key])
      if (problem !== undefined) return `.${key}${problem}`
    }
    return undefined
  }

/** Accepts unknown fields, because later versions may add some. */
export function object(required: Fields, optional: Fields = {}): Validator {
  const fields = [
    ...Object.entries(required).map(([key, validate]) => [key, validate, true] as const),
    ...Object.entries(optional).map(([key, validate]) => [key, validate, false] as const),
  ]
  return (value) => {
    if (!isObject(value)) return ' is not an object'
    for (const [key, validate, isRequired] of fields) {
      if (!Object.hasOwn(value, key)) {
        if (isRequired) return `.${key} is missing`
        continue
      }
      const problem = validate(value[key])
      if (problem !== undefined) return `.${key}${problem}`
    }
    return undefined
  }
}

export const nullable =
  (validate: Validator): Validator =>
  (value) =>
    value === null ? undefined : validate(value)

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Whether a value is nested at most `levels` deep. Serializing a value with extreme nesting would
 * overflow the stack.
 */
export function isNestedAtMost(levels: number, value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return false
    const nextLevel: unknown[] = []
    for (const parent of level) {
      if (typeof parent !== 'object' || parent === null) continue
      for (const child of Object.values(parent))
        if (typeof child === 'object' && child !== null) nextLevel.push(child)
    }
    level = nextLevel
  }
  return true
}
