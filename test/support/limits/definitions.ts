import { minutes, seconds } from '../../../src/model/duration.ts'
import { sourceFiles } from '../walls.ts'

/** A limit of the program, as the comment of its constant or property defines it. */
export interface Limit {
  /** Path below src, and name: `model/tally.ts MAX_NOTES`. */
  readonly id: string
  readonly path: string
  readonly name: string
  readonly value: number
  /** What is limited: `notes kept of each input`. */
  readonly what: string
  readonly reason: string
  /** What happens beyond it. */
  readonly beyond: string
}

const COMMENT = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n\s*(.*)/g
// const MAX_NOTES = 20   'max-files': 50_000,   logs: 5000,
const DEFINITION = /^(?:export )?(?:const )?'?([\w-]+)'?(?:: \w+ =| =|:) (.+?),?$/
const ARITHMETIC = /^[\d\s_.e+*<>()-]+$|^0x[\da-f_]+$/i

/** The value of the expression of a constant. Throws for another expression than of numbers. */
function evaluate(expression: string): number {
  const duration = /^(minutes|seconds)\((.+)\)$/.exec(expression)
  if (duration) return (duration[1] === 'minutes' ? minutes : seconds)(evaluate(duration[2] ?? ''))
  if (!ARITHMETIC.test(expression)) throw new Error(`not a number: ${expression}`)
  return Number(new Function(`return ${expression}`)())
}

function parseLimit(path: string, comment: string, definition: string): Limit | undefined {
  const text = comment.replaceAll(/\s*\n\s*\*?\s*/g, ' ').trim()
  const parts = /^(.+?) Limit: (.+)\. Beyond: (.+)\.$/.exec(text)
  if (!parts) {
    if (/\b(?:Limit|Beyond):/.test(text)) throw new Error(`${path}: not a whole limit: ${text}`)
    return undefined
  }
  const [, name, expression] = DEFINITION.exec(definition) ?? []
  if (name === undefined || expression === undefined)
    throw new Error(`${path}: no limit is defined by ${definition}`)
  const [, reason = '', what = '', beyond = ''] = parts
  return { id: `${path} ${name}`, path, name, value: evaluate(expression), what, reason, beyond }
}

/** All limits, by path and place. */
export const limits: readonly Limit[] = sourceFiles()
  .sort((left, right) => (left.path < right.path ? -1 : 1))
  .flatMap(({ path, text }) =>
    [...text.matchAll(COMMENT)].flatMap(
      ([, comment = '', definition = '']) => parseLimit(path, comment, definition) ?? [],
    ),
  )

/** The limit with an id. */
export function limitOf(id: string): Limit {
  const limit = limits.find((candidate) => candidate.id === id)
  if (!limit) throw new Error(`There is no limit ${id}`)
  return limit
}

/** Constants whose names are those of limits, as `path name`, except the limits themselves. */
export function limitLikeConstants(): string[] {
  const known = new Set(limits.map(({ id }) => id))
  return sourceFiles().flatMap(({ path, text }) =>
    [...text.matchAll(/^(?:export )?const ([A-Z][A-Z\d_]*)(?:: \w+)? = (.+)$/gm)].flatMap(
      ([, name = '', expression = '']) =>
        LIMIT_LIKE.test(name) &&
        /^[\d(]|^[a-z]+\(/.test(expression) &&
        !known.has(`${path} ${name}`)
          ? [`${path} ${name}`]
          : [],
    ),
  )
}

const LIMIT_LIKE = /^MAX_|^MOST_|^VISIBLE_|LIMIT|DEPTH|TIMEOUT|_TTL_/
