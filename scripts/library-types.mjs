import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseSync } from 'oxc-parser'

const TSC = join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'bin/tsc')
const ENTRY = 'api/index.d.ts'
const NOTE = '// Generated from src/api by scripts/library-types.mjs.\n'

/**
 * Writes the types of the library into one file: the public declarations, and those that they
 * refer to. TypeScript 7 has no programming interface for tools that would do this.
 */
export function buildLibraryTypes(path) {
  const declarations = libraryDeclarations()
  const texts = declarations.map(({ doc, code, isPublic }) => {
    const statement = isPublic ? `export ${code}` : code
    return doc === '' ? statement : `${doc}\n${statement}`
  })
  // Without an export of its own, a file of types would export all that it declares.
  writeFileSync(path, `${NOTE}\n${texts.join('\n\n')}\n\nexport {}\n`)
}

/**
 * All declarations of the library: the public ones in the order of `src/api/index.ts`, with the
 * name of the module that exports them as `section`, then others that they refer to. Throws if they
 * refer to another package, or if two have the same name.
 */
export function libraryDeclarations() {
  const folder = mkdtempSync(join(tmpdir(), 'spoolscope-types-'))
  try {
    execFileSync(process.execPath, [TSC, '-p', 'tsconfig.library.json', '--outDir', folder], {
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    return new RollUp(folder).collect()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The declarations of emitted modules, joined. */
class RollUp {
  #folder
  #modules = new Map()
  #collected = new Map()

  constructor(folder) {
    this.#folder = folder
  }

  collect() {
    for (const { source } of this.#module(ENTRY).exportAll) {
      const path = targetOf(ENTRY, source)
      for (const name of this.#module(path).exported) {
        const { module, declaration } = this.#resolve(path, name)
        this.#add(module, declaration, posix.basename(path, '.d.ts'))
      }
    }
    // The list grows while it is read.
    for (const { module, declaration } of this.#collected.values())
      for (const name of referencesIn(declaration)) {
        const found = this.#resolve(module, name)
        if (found) this.#add(found.module, found.declaration)
      }
    return [...this.#collected.values()].map(({ module, declaration, section }) => {
      const { name, doc, code } = declaration
      const [ownDoc, ownCode] = [doc, code].map((text) => withLimits(text, module))
      return { name, doc: ownDoc, code: ownCode, section, isPublic: section !== undefined }
    })
  }

  #add(module, declaration, section) {
    const known = this.#collected.get(declaration.name)
    if (known === undefined) this.#collected.set(declaration.name, { module, declaration, section })
    else if (known.module !== module)
      throw new Error(`${declaration.name} is declared in ${module} and in ${known.module}`)
  }

  /** The declaration of a name that a module declares or imports; undefined for a global one. */
  #resolve(module, name) {
    const { declared, imported } = this.#module(module)
    const declaration = declared.get(name)
    if (declaration) return { module, declaration }
    const from = imported.get(name)
    if (from === undefined) return undefined
    if (!from.source.startsWith('.')) throw new Error(`${module} refers to ${from.source}`)
    if (from.name !== name) throw new Error(`${module} imports ${from.name} as ${name}`)
    return this.#resolve(targetOf(module, from.source), name)
  }

  #module(path) {
    const known = this.#modules.get(path)
    if (known) return known
    const module = readModule(path, readFileSync(join(this.#folder, path), 'utf8'))
    this.#modules.set(path, module)
    return module
  }
}

/** `../model/rule.ts` of `api/rules.d.ts` is `model/rule.d.ts`. */
const targetOf = (module, source) =>
  posix.join(posix.dirname(module), source.replace(/\.ts$/, '.d.ts'))

/** `at most 500` instead of `at most \`MAX_ENTRIES\``, which only the sources know. */
const withLimits = (text, module) =>
  text.replace(/`(MAX_[A-Z_]+)`/g, (_, name) => {
    const source = readFileSync(`src/${module.replace(/\.d\.ts$/, '.ts')}`, 'utf8')
    const value = new RegExp(`^(?:export )?const ${name} = ([\\d_]+)$`, 'm').exec(source)?.[1]
    if (value === undefined) throw new Error(`${module} has no number ${name}`)
    return Number(value.replaceAll('_', '')).toLocaleString('en')
  })

/** The names that a module of types declares, imports and exports. */
function readModule(path, text) {
  const { program, comments, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`)
  const declared = new Map()
  const imported = new Map()
  const exported = []
  const exportAll = []
  const declare = (node, statement) => {
    const code = tidy(text.slice(node.start, node.end), text)
    const doc = tidy(docBefore(statement.start, comments, text))
    for (const name of namesOf(node)) declared.set(name, { name, doc, code, node })
    return namesOf(node)
  }
  for (const statement of program.body) {
    const { type, source, specifiers = [], declaration } = statement
    if (type === 'ExportAllDeclaration' && path === ENTRY) exportAll.push({ source: source.value })
    else if (type === 'ExportAllDeclaration')
      throw new Error(`${path}: export names instead of everything of ${source.value}`)
    else if (type === 'ImportDeclaration')
      for (const { local, imported: from } of specifiers)
        imported.set(local.name, { source: source.value, name: from?.name ?? 'default' })
    else if (type === 'ExportNamedDeclaration' && declaration)
      exported.push(...declare(declaration, statement))
    else if (type === 'ExportNamedDeclaration')
      for (const { local, exported: as } of specifiers) {
        if (source) imported.set(as.name, { source: source.value, name: local.name })
        exported.push(as.name)
      }
    else declare(statement, statement)
  }
  return { declared, imported, exported, exportAll }
}

const namesOf = ({ id, declarations = [] }) =>
  id ? [id.name] : declarations.map((declaration) => declaration.id.name)

/** The comment that ends right before a position. */
function docBefore(position, comments, text) {
  const comment = comments.findLast(({ end }) => end <= position)
  const isDoc = comment?.type === 'Block' && comment.value.startsWith('*')
  return isDoc && text.slice(comment.end, position).trim() === ''
    ? text.slice(comment.start, comment.end)
    : ''
}

/** Two blanks instead of four, and the values of a constant list instead of its name. */
const tidy = (code, moduleText = '') =>
  code
    .replace(/^(?: {4})+/gm, (indent) => indent.slice(indent.length / 2))
    .replace(/\(typeof (\w+)\)\[number\]/g, (whole, name) => {
      const list = new RegExp(`const ${name}: readonly \\[([^\\]]*)\\]`).exec(moduleText)?.[1]
      return list === undefined ? whole : list.split(', ').join(' | ')
    })

/** The names of types that a declaration refers to, except its own type parameters. */
function referencesIn({ node, code }) {
  const names = new Set()
  const parameters = new Set()
  const visit = (value) => {
    if (Array.isArray(value)) for (const element of value) visit(element)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return
    const { type } = value
    if (type === 'TSImportType') throw new Error(`name the type in: ${code}`)
    if (type === 'TSTypeParameter') parameters.add(value.name.name ?? value.name)
    if (type === 'TSMappedType') parameters.add(value.key.name)
    if (type === 'TSTypeReference') names.add(rootName(value.typeName))
    if (type === 'TSTypeQuery') names.add(rootName(value.exprName))
    if (type === 'TSInterfaceHeritage' || type === 'TSClassImplements')
      names.add(rootName(value.expression))
    if (type === 'ClassDeclaration' && value.superClass) names.add(rootName(value.superClass))
    for (const child of Object.values(value)) visit(child)
  }
  visit(node)
  return [...names].filter((name) => !parameters.has(name) && code.includes(name))
}

const rootName = (node) =>
  node.type === 'Identifier' ? node.name : rootName(node.left ?? node.object)
