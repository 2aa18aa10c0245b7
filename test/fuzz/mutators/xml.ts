import type { MutationContext, Mutator } from './mutator.ts'
import { words } from './words.ts'

const MAX_DEPTH = 3000

/** Changes the tags and texts of a document; those of odd places are tags. */
const onTags =
  (change: (parts: string[], tag: number, context: MutationContext) => void): Mutator =>
  (input, context) => {
    const parts = input.toString('latin1').split(/(<[^<>]*>)/)
    if (parts.length < 3) return input
    const tag = 1 + 2 * context.choices.below((parts.length - 1) / 2)
    change(parts, tag, context)
    return Buffer.from(parts.join(''), 'latin1')
  }

const removeTag = onTags((parts, tag) => void parts.splice(tag, 1))
const moveTag = onTags((parts, tag, { choices }) => {
  const [moved = ''] = parts.splice(tag, 1)
  parts.splice(choices.below(parts.length + 1), 0, moved)
})
const copyElements = onTags((parts, tag, { choices }) => {
  const part = parts.slice(tag, tag + 2 + 2 * choices.upTo(20))
  const copies = Array.from({ length: 1 + choices.upTo(50) }, () => part).flat()
  parts.splice(choices.below(parts.length + 1), 0, ...copies)
})
const nestElements = onTags((parts, tag, { choices }) => {
  const name = /^<([\w:-]+)/.exec(parts[tag] ?? '')?.[1] ?? 'a'
  const depth = choices.upTo(MAX_DEPTH)
  parts.splice(tag, 0, `<${name}>`.repeat(depth))
  if (choices.chance(0.5)) parts.push(`</${name}>`.repeat(depth))
})
const addAttribute = onTags((parts, tag, { choices }) => {
  const value = choices.pick(words).replace(/"/g, '&quot;')
  const name = choices.pick([
    'N',
    'name',
    'value',
    'RefId',
    'inType',
    'count',
    'xmlns',
    '__proto__',
  ])
  parts[tag] = (parts[tag] ?? '').replace(
    /^(<[\w:-]+)/,
    () =>
      `${/^<[\w:-]+/.exec(parts[tag] ?? '')?.[0]} ${name}="${Buffer.from(value).toString('latin1')}"`,
  )
})
const changeText = onTags((parts, tag, { choices }) => {
  const text = Buffer.from(choices.pick(words)).toString('latin1')
  parts[tag + 1] = choices.chance(0.5) ? text : text.replace(/[<>&]/g, '')
})
const wrapText = onTags((parts, tag, { choices }) => {
  const text = parts[tag + 1] ?? ''
  parts[tag + 1] = choices.pick([
    `<![CDATA[${text}]]>`,
    `<!--${text}-->`,
    `<?x ${text}?>`,
    `&#60;${text}&#x3e;`,
    `<!DOCTYPE a [<!ENTITY b "${text}">]>&b;`,
  ])
})

/** Mutators for documents with tags. */
export const xmlMutators: readonly Mutator[] = [
  removeTag,
  moveTag,
  copyElements,
  nestElements,
  addAttribute,
  changeText,
  wrapText,
]
