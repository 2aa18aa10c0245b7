import { RegExpParser } from '@eslint-community/regexpp'

/**
 * The checker decides expressions of few states without assertions and references. This module
 * makes such ones of any expression, each of which takes at least as many steps.
 *
 * - A count of repetitions becomes a small one. Only repetitions without a limit are loops.
 * - An assertion at an edge becomes the characters that it looks at. Any other is left out, and a
 *   character that no text has is added to the end. The expression then always fails, so that all
 *   of its paths are taken.
 * - A reference becomes the group that it refers to.
 * - Letters of both cases become lower case, and properties of Unicode a few characters.
 */

/** Counts only multiply the steps. More than so many repetitions are refused. */
const MAX_NESTED_COUNT = 50_000
/** Stands in no text, so an expression that ends with it fails. */
const FAIL = '\\ufffe'
const parser = new RegExpParser()

/**
 * Returns the simple sources, which are all linear only if the expression is, and their flags.
 * Counts are at most `smallCount`. With `split`, the longest list of alternatives outside of loops
 * gives a source for each: no text passes through two of them, so none adds steps to another.
 */
export function simplify(source, flags, { smallCount, split }) {
  const unicode = /[uv]/.test(flags)
  const pattern = parser.parsePattern(source, undefined, undefined, {
    unicode: flags.includes('u'),
    unicodeSets: flags.includes('v'),
  })
  const list = split ? longestList(pattern) : undefined
  const kept = [...flags].filter((flag) => 'gmsy'.includes(flag)).join('')
  const options = { smallCount, list, ignoreCase: flags.includes('i'), letters: lettersOf(source) }
  const sources = Array.from({ length: list?.alternatives.length ?? 1 }, (_, index) => {
    const writer = new Writer(options, index)
    const text = writer.alternatives(pattern, true)
    const main = writer.fails ? `(?:${text})${FAIL}` : text
    return [main, ...writer.assertions.map((inner) => `(?:${inner})${FAIL}`)]
  })
  return { sources: [...new Set(sources.flat())], flags: unicode ? `${kept}u` : kept }
}

/** The node with the most alternatives that is repeated once at most, and is in no assertion. */
function longestList(pattern) {
  let longest
  const visit = (node) => {
    if (node.type === 'Assertion' || (node.type === 'Quantifier' && node.max > 1)) return
    if (node.type === 'Quantifier') visit(node.element)
    const { alternatives = [] } = node
    if (alternatives.length > (longest?.alternatives.length ?? 1)) longest = node
    for (const { elements } of alternatives) for (const element of elements) visit(element)
  }
  visit(pattern)
  return longest
}

/** Letters beyond ASCII that a source names: they belong to the classes of letters. */
const lettersOf = (source) => [...new Set(source.match(/(?=\P{ASCII})\p{L}/gu) ?? [])].join('')

class Writer {
  /** Assertions of any length, each with what is before it. */
  assertions = []
  fails = false
  #smallCount
  #list
  #index
  #ignoreCase
  #letters
  /** How often the element may be repeated by all counts around it. */
  #nestedCount = 1
  /** What is before the element, without the other alternatives of the groups around it. */
  #before = ''

  constructor({ smallCount, list, ignoreCase, letters }, index) {
    this.#smallCount = smallCount
    this.#list = list
    this.#index = index
    this.#ignoreCase = ignoreCase
    this.#letters = letters
  }

  alternatives(node, isWhole = false) {
    const chosen = node === this.#list ? [node.alternatives[this.#index]] : node.alternatives
    return chosen.map(({ elements }) => this.#sequence(elements, isWhole)).join('|')
  }

  #sequence(elements, isWhole) {
    const outer = this.#before
    let text = ''
    for (const [index, element] of elements.entries()) {
      this.#before = outer + text
      const edge = {
        first: isWhole && elements.slice(0, index).every(isLookbehind),
        last: isWhole && index === elements.length - 1,
      }
      text +=
        element.type === 'Assertion' && element.kind.startsWith('look')
          ? this.#look(element, edge)
          : this.#element(element)
    }
    this.#before = outer
    return text
  }

  #element(element) {
    switch (element.type) {
      case 'Assertion':
        return element.raw
      case 'Quantifier':
        return this.#quantifier(element)
      case 'Group':
      case 'CapturingGroup':
        return `(?:${this.alternatives(element)})`
      case 'Backreference': {
        this.fails = true
        const group = [element.resolved].flat()[0]
        return `(?:${this.alternatives(group)})`
      }
      case 'Character':
        return this.#character(element)
      case 'CharacterSet':
        return this.#set(element)
      case 'CharacterClass':
        return `[${element.negate ? '^' : ''}${this.#members(element)}]`
      default:
        throw new Error(`Cannot simplify ${element.type} of ${element.raw}`)
    }
  }

  #members(characterClass) {
    return characterClass.elements.map((member) => this.#member(member)).join('')
  }

  #member(member) {
    if (member.type === 'Character') return this.#character(member)
    if (member.type === 'CharacterClassRange') {
      const [low, high] = [member.min.value, member.max.value]
      return this.#ignoreCase && low >= 65 && high <= 90
        ? `${writeCharacter(low + 32)}-${writeCharacter(high + 32)}`
        : `${writeCharacter(low)}-${writeCharacter(high)}`
    }
    if (member.type === 'CharacterSet') return this.#set(member, true)
    throw new Error(`Cannot simplify ${member.type} of ${member.raw}`)
  }

  #character({ value }) {
    return writeCharacter(this.#ignoreCase ? lowerCase(value) : value)
  }

  #set(set, inClass = false) {
    if (set.kind !== 'property') return set.raw
    const [inside, outside] = this.#property(set)
    if (!set.negate) return inClass ? inside : `[${inside}]`
    if (inClass) return outside
    return `[^${inside}]`
  }

  /** A few characters for a property, and a few for its opposite. */
  #property({ key, value, raw }) {
    const name = value ?? key
    switch (name) {
      case 'L':
      case 'Letter':
        return [`A-Za-z\\u00aa${this.#letters}`, '\\u0000-@\\u0300']
      case 'N':
      case 'Nd':
        return ['0-9\\u0660', '\\u0000-/:-\\u00aa']
      case 'M':
        return ['\\u0300', '\\u0000-\\u00aa']
      case 'Lu':
        return ['A-Z\\u00c0', '\\u0000-@a-\\u007f']
      case 'Ll':
        return ['a-z\\u00e0', '\\u0000-_']
      default:
        throw new Error(`Cannot simplify the property ${raw}`)
    }
  }

  #quantifier({ min, max, greedy, element }) {
    const outerCount = this.#nestedCount
    if (Number.isFinite(max)) this.#nestedCount *= Math.max(max, 1)
    if (this.#nestedCount > MAX_NESTED_COUNT)
      throw new Error(`Counts inside of counts allow ${this.#nestedCount} repetitions`)
    const inner = this.#element(element)
    this.#nestedCount = outerCount
    const lazy = greedy ? '' : '?'
    const body = /^(?:\[|\(\?:|\\|.$)/su.test(inner) ? inner : `(?:${inner})`
    const least = Math.min(min, 2, this.#smallCount)
    if (max === Number.POSITIVE_INFINITY) return `${body}{${least},}${lazy}`
    if (max <= this.#smallCount) return `${body}{${min},${max}}${lazy}`
    if (min === max) return `${body}{${least}}`
    return `${body}{${least},${this.#smallCount}}${lazy}`
  }

  #look(assertion, { first, last }) {
    const before = this.#before
    const { kind, negate, alternatives } = assertion
    const inner = this.alternatives(assertion)
    if (kind === 'lookbehind' && first) {
      if (!negate) return `(?:${inner})`
      const other = this.#otherThan(alternatives)
      if (other !== undefined) return `(?:^|${other})`
    }
    if (kind === 'lookahead' && last) {
      if (!negate) return `(?:${inner})`
      const other = this.#otherThan(alternatives)
      if (other !== undefined) return `(?:${other}|$)`
    }
    this.fails = true
    if (isUnlimited(assertion)) {
      if (kind === 'lookbehind') throw new Error(`Cannot simplify ${assertion.raw}`)
      this.assertions.push(`${before}(?:${inner})`)
    }
    return ''
  }

  /** The class of the characters that none of these is; undefined if one is not a character. */
  #otherThan(alternatives) {
    const [only] = alternatives[0]?.elements ?? []
    if (alternatives.length === 1 && alternatives[0].elements.length === 1 && only.negate)
      return only.type === 'CharacterClass' ? `[${this.#members(only)}]` : undefined
    const set = singleSet(alternatives)
    return set === undefined ? undefined : `[^${this.#setOf(set)}]`
  }

  #setOf(members) {
    return members
      .map((member) =>
        member.type === 'CharacterClass' ? this.#members(member) : this.#member(member),
      )
      .join('')
  }
}

/** The classes and characters of which an assertion looks at one; undefined if it looks at more. */
function singleSet(alternatives) {
  const members = []
  for (const { elements } of alternatives) {
    const [element, ...others] = elements
    if (others.length > 0 || element === undefined) return undefined
    const isSet =
      element.type === 'Character' ||
      element.type === 'CharacterSet' ||
      (element.type === 'CharacterClass' && !element.negate)
    if (!isSet || (element.type === 'CharacterSet' && element.kind === 'any')) return undefined
    members.push(element)
  }
  return members
}

const isLookbehind = (element) => element.type === 'Assertion' && element.kind === 'lookbehind'

function isUnlimited(node) {
  if (node.type === 'Quantifier')
    return node.max === Number.POSITIVE_INFINITY || isUnlimited(node.element)
  if (node.type === 'Backreference') return true
  return (node.alternatives ?? []).some(({ elements }) => elements.some(isUnlimited))
}

const lowerCase = (value) => String.fromCodePoint(value).toLowerCase().codePointAt(0) ?? value

/** Writes a character so that it means itself in and outside of a class. */
function writeCharacter(value) {
  const character = String.fromCodePoint(value)
  if (/^[A-Za-z0-9]$/.test(character)) return character
  if (/^[\^$\\.*+?()[\]{}|/]$/.test(character)) return `\\${character}`
  if (value > 0xffff) return `\\u{${value.toString(16)}}`
  return `\\u${value.toString(16).padStart(4, '0')}`
}
