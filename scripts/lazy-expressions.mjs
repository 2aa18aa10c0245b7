import { RolldownMagicString } from 'rolldown'
import { parseAst } from 'rolldown/parseAst'

/** The ASCII characters of each class, as they stand inside of brackets. */
const ASCII_CLASSES = new Map([
  ['\\p{L}', 'A-Za-z'],
  ['\\p{N}', '0-9'],
  ['\\p{M}', ''],
])
const HELPER = '\0ascii-first'

/**
 * Collecting the characters of \p{L} takes V8 longer than reading a small file, each time that it
 * compiles an expression with it, and characters outside of 16 bits make all others longer.
 * Expressions for Unicode are therefore created where they are used first. Those that only test a
 * text or match it once have a form for texts of ASCII, which most are.
 */
export const lazyExpressions = {
  name: 'lazy-expressions',
  resolveId: { filter: { id: /^\0ascii-first$/ }, handler: (id) => id },
  load: {
    filter: { id: /^\0ascii-first$/ },
    handler: () => `
      const OTHER = /[^\\0-\\x7f]/
      export function asciiFirst(ascii, create) {
        let all
        const expressionFor = (text) => OTHER.test(text) ? (all ??= create()) : ascii
        return {
          test: (text) => expressionFor(text).test(text),
          exec: (text) => expressionFor(text).exec(text),
        }
      }`,
  },
  transform: {
    filter: { id: /[\\/]src[\\/][^?]*\.ts$/, code: /\/[a-z]*u[a-z]*\b/ },
    handler(source) {
      const program = parseAst(source, { lang: 'ts' })
      const code = new RolldownMagicString(source)
      let isHelped = false
      for (const { declaration, name, literal } of constantExpressions(program)) {
        const uses = usesOf(program, name)
        if (uses === undefined) continue
        const { pattern, flags } = literal.regex
        const written = source.slice(literal.start, literal.end)
        const ascii = uses.every(({ isMatch }) => isMatch) && asciiExpression(pattern, flags)
        isHelped ||= Boolean(ascii)
        const created = ascii ? `asciiFirst(${ascii}, () => ${written})` : written
        code.update(declaration.start, declaration.start + 'const'.length, 'let')
        code.update(literal.start, literal.end, 'undefined')
        for (const { start, end } of uses) code.update(start, end, `(${name} ??= ${created})`)
      }
      if (!code.hasChanged()) return undefined
      if (isHelped) code.prepend(`import { asciiFirst } from '${HELPER}'\n`)
      return { code }
    },
  },
}

/**
 * An expression that does the same as another one in texts of ASCII, as it is written in code.
 * Undefined where none is made.
 */
export function asciiExpression(pattern, flags) {
  if (/[gyv]/.test(flags)) return undefined
  // Characters outside of 16 bits cannot be written without the flag.
  const isWide = /\\u(?:\{|d[89ab])/i.test(pattern) || /[\ud800-\udfff]/.test(pattern)
  let isInClass = false
  let source = ''
  for (const [token] of pattern.matchAll(/\\[pP]\{[^}]*\}|\\.|[^\\]/gsu)) {
    if (/^\\[pP]\{/.test(token)) {
      const characters = ASCII_CLASSES.get(token)
      if (characters === undefined) return undefined
      source += isInClass ? characters : `[${characters}]`
      continue
    }
    if (token === '[') isInClass = true
    if (token === ']') isInClass = false
    source += token
  }
  return `/${source}/${isWide ? flags : flags.replace('u', '')}`
}

/** Constants of the module that are expressions for Unicode. */
function* constantExpressions({ body }) {
  for (const declaration of body) {
    if (declaration.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue
    const [{ id, init }, ...others] = declaration.declarations
    const isExpression = init?.type === 'Literal' && init.regex?.flags.includes('u')
    if (isExpression && id.type === 'Identifier' && others.length === 0)
      yield { declaration, name: id.name, literal: init }
  }
}

/** All uses of a constant. Undefined where it is exported, or something else has its name. */
function usesOf(program, name) {
  const uses = []
  let declarations = 0
  let isExported = false
  const visit = (node, parent, key, grandparent) => {
    if (node.type === 'ExportSpecifier' && node.local.name === name) isExported = true
    if (node.type === 'Identifier' && node.name === name) {
      const isMember = parent.type === 'MemberExpression' && key === 'property' && !parent.computed
      const isKey = parent.type === 'Property' && key === 'key' && !parent.computed
      if (parent.type === 'VariableDeclarator' && key === 'id') declarations += 1
      else if (parent.type === 'Property' && parent.shorthand) isExported = true
      else if (/Pattern|Function/.test(parent.type)) isExported = true
      else if (!isMember && !isKey) {
        const isMatch =
          parent.type === 'MemberExpression' &&
          /^(?:test|exec)$/.test(parent.property.name) &&
          grandparent.type === 'CallExpression' &&
          grandparent.callee === parent
        uses.push({ start: node.start, end: node.end, isMatch })
      }
    }
    for (const [childKey, child] of Object.entries(node))
      for (const value of Array.isArray(child) ? child : [child])
        if (typeof value?.type === 'string') visit(value, node, childKey, parent)
  }
  visit(program, {}, '', {})
  return isExported || declarations !== 1 ? undefined : uses
}
