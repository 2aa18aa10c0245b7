/** Says what is wrong with a value, and where: `cases[0].id is no text`; undefined when it is as it should be. */
export type Shape = (value: unknown, at: string) => string | undefined

type Fields = Readonly<Record<string, Shape>>

const said = (is: boolean, at: string, what: string) => (is ? undefined : `${at} is no ${what}`)

export const text: Shape = (value, at) => said(typeof value === 'string', at, 'text')
export const flag: Shape = (value, at) => said(typeof value === 'boolean', at, 'true or false')
export const count: Shape = (value, at) => said(Number.isSafeInteger(value) && Number(value) >= 0, at, 'count')
export const plain: Shape = (value, at) =>
  said(typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value), at, 'text, number or truth value')

/** ISO 8601 in UTC, and a moment that there is. */
export const time: Shape = (value, at) =>
  said(typeof value === 'string' && value.endsWith('Z') && !Number.isNaN(Date.parse(value)), at, 'time in UTC')

export const one =
  (...of: readonly string[]): Shape =>
  (value, at) =>
    said(typeof value === 'string' && of.includes(value), at, `${of.slice(0, -1).join(', ')} or ${of.at(-1)}`)

export const listOf =
  (shape: Shape): Shape =>
  (value, at) => {
    if (!Array.isArray(value)) return `${at} is no list`
    for (let index = 0; index < value.length; index += 1) {
      const problem = shape(value[index], `${at}[${index}]`)
      if (problem !== undefined) return problem
    }
    return undefined
  }

export const mapOf =
  (shape: Shape): Shape =>
  (value, at) => {
    if (!isObject(value)) return `${at} is no object`
    for (const [key, part] of Object.entries(value)) {
      const problem = shape(part, `${at}.${key}`)
      if (problem !== undefined) return problem
    }
    return undefined
  }

/** Other fields may be there: a later version may say more. */
export const object =
  (required: Fields, optional: Fields = {}): Shape =>
  (value, at) => {
    if (!isObject(value)) return `${at} is no object`
    for (const [key, shape] of Object.entries(required)) {
      const problem = Object.hasOwn(value, key) ? shape(value[key], `${at}.${key}`) : `${at}.${key} is missing`
      if (problem !== undefined) return problem
    }
    for (const [key, shape] of Object.entries(optional)) {
      const problem = Object.hasOwn(value, key) ? shape(value[key], `${at}.${key}`) : undefined
      if (problem !== undefined) return problem
    }
    return undefined
  }

export const nullOr =
  (shape: Shape): Shape =>
  (value, at) =>
    value === null ? undefined : shape(value, at)

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether there is nothing deeper than so many levels: what is nested without end breaks whoever writes it again. */
export function nestedAtMost(levels: number, value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > levels) return false
    const below: unknown[] = []
    for (const part of level) {
      if (typeof part !== 'object' || part === null) continue
      for (const inner of Object.values(part)) if (typeof inner === 'object' && inner !== null) below.push(inner)
    }
    level = below
  }
  return true
}
