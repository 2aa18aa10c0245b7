import type { MutationContext, Mutator } from './mutator.ts'
import { numberTexts, timeTexts, words } from './words.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type Container = Json[] | { [key: string]: Json }

/** A value inside another one. */
interface Place {
  readonly parent: Container
  readonly key: string
}

const MAX_PLACES = 5000
const MAX_DEPTH = 3000

function placesIn(root: Container): Place[] {
  const places: Place[] = []
  const open: Container[] = [root]
  while (open.length > 0 && places.length < MAX_PLACES) {
    const parent = open.pop() as Container
    for (const [key, value] of Object.entries(parent)) {
      places.push({ parent, key })
      if (typeof value === 'object' && value !== null) open.push(value)
    }
  }
  return places
}

const valueAt = ({ parent, key }: Place): Json => (parent as { [key: string]: Json })[key] ?? null
const setAt = ({ parent, key }: Place, value: Json): void => {
  // An assignment to __proto__ would change the prototype.
  Object.defineProperty(parent, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  })
}

/** Changes the value of a JSON text, one time or several, or its lines where it has several. */
const onJson =
  (change: (place: Place, places: readonly Place[], context: MutationContext) => void): Mutator =>
  (input, context) => {
    const value = parse(input.toString('utf8'))
    if (typeof value !== 'object' || value === null) return input
    const root: Container = [value]
    const places = placesIn(root)
    change(context.choices.pick(places), places, context)
    const indent = context.choices.pick([0, 0, 1, 2])
    return Buffer.from(JSON.stringify(root[0], null, indent) ?? 'null')
  }

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as Json
  } catch {
    return undefined // a text that is damaged already is left to the other mutators
  }
}

const nested = (depth: number): Json => {
  let value: Json = 1
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value }
  return value
}

const strangeValues: readonly ((context: MutationContext) => Json)[] = [
  () => null,
  () => true,
  () => '',
  () => [],
  () => ({}),
  ({ choices }) => choices.pick([0, -0, -1, 0.5, 1e308, -1e308, 2 ** 53, 8.64e15, 8.64e15 + 1]),
  ({ choices }) => choices.pick(words),
  ({ choices }) => choices.pick(words),
  ({ choices }) => choices.pick(numberTexts),
  ({ choices }) => choices.pick(timeTexts),
  ({ choices }) => choices.pick(['\ud800', 'a\u0000b', '\u202e', 'x'.repeat(20_000), '\u{1f600}']),
  ({ choices }) => nested(choices.upTo(MAX_DEPTH)),
]

const replaceValue = onJson((place, _, context) =>
  setAt(place, context.choices.pick(strangeValues)(context)),
)
const editText = onJson((place, places, { choices }) => {
  const texts = places.filter((other) => typeof valueAt(other) === 'string')
  const chosen = texts.length > 0 ? choices.pick(texts) : place
  const text = String(valueAt(chosen))
  const at = choices.below(text.length + 1)
  setAt(chosen, text.slice(0, at) + choices.pick(words) + text.slice(at + choices.below(3)))
})
const copyValue = onJson((place, places, { choices }) =>
  setAt(place, structuredClone(valueAt(choices.pick(places)))),
)
const removeValue = onJson(({ parent, key }) => {
  if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else delete parent[key]
})
const renameKey = onJson((place, _, { choices }) => {
  const { parent } = place
  if (Array.isArray(parent)) return
  setAt({ parent, key: choices.pick(words) }, valueAt(place))
  if (choices.chance(0.5)) delete parent[place.key]
})
const MAX_COPIES = 60
const repeatElement = onJson(({ parent, key }, places, { choices }) => {
  const lists = places.map(valueAt).filter((value) => Array.isArray(value))
  const list = Array.isArray(parent) ? parent : lists.length > 0 ? choices.pick(lists) : undefined
  if (!list || list.length === 0) return
  const element = list[Number(key)] ?? list[0] ?? null
  for (let copies = choices.upTo(MAX_COPIES); copies > 0; copies -= 1)
    list.push(structuredClone(element))
})

/** Mutators for a text that is one JSON value. */
export const jsonMutators: readonly Mutator[] = [
  replaceValue,
  replaceValue,
  editText,
  editText,
  copyValue,
  removeValue,
  renameKey,
  repeatElement,
]

/** The same for a text with a JSON value on each line. */
export const jsonLineMutators: readonly Mutator[] = jsonMutators.map(
  (mutator): Mutator =>
    (input, context) => {
      const lines = input.toString('utf8').split('\n')
      const at = context.choices.below(lines.length)
      const line = mutator(Buffer.from(lines[at] ?? ''), context)
      const compact = parse(line.toString('utf8'))
      lines[at] = compact === undefined ? line.toString('utf8') : JSON.stringify(compact)
      return Buffer.from(lines.join('\n'))
    },
)
