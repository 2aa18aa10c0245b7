import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { parseSync, Visitor } from 'oxc-parser'

const SOURCE = /\.tsx?$/
/** Methods that compile a text into an expression. */
const COMPILING_METHODS = new Set(['match', 'matchAll', 'search'])

/**
 * Returns every expression below a source folder as `{ place, source, flags }`, with `place` as
 * `path:line`. Literals are read from the text. The modules are evaluated to learn what
 * `new RegExp(…)` compiles. A call that was not evaluated has no source, but the text of its `call`.
 */
export async function findExpressions(folder) {
  const literals = []
  const calls = new Map()
  for (const path of sourcePaths(folder)) {
    const found = findInFile(path, readFileSync(join(folder, path), 'utf8'))
    literals.push(...found.literals)
    if (found.calls.length > 0) calls.set(path, found)
  }
  const recorded = await evaluateCalls(folder, calls)
  const computed = [...calls.values()].flatMap(({ calls }) =>
    calls.flatMap(({ place, call, line }) => {
      const values = recorded.get(place)
      if (values === undefined) return [{ place: line, call }]
      return values.map(({ source, flags }) => ({ place: line, source, flags }))
    }),
  )
  return [...literals, ...computed]
}

/** AssemblyScript has no expressions. */
const sourcePaths = (folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => SOURCE.test(path) && !path.startsWith('scan/assembly/'))
    .sort()

function findInFile(path, text) {
  const { program, errors } = parseSync(path, text)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`)
  const literals = []
  const calls = []
  const lineOf = (offset) => `${path}:${text.slice(0, offset).split('\n').length}`
  const addCall = ({ callee, start, end }) => {
    if (callee.name !== 'RegExp') return
    const open = text.indexOf('(', callee.end)
    calls.push({
      place: `${path}@${start}`,
      line: lineOf(start),
      call: text.slice(start, end),
      start,
      open,
    })
  }
  new Visitor({
    Literal({ regex, start }) {
      if (regex) literals.push({ place: lineOf(start), source: regex.pattern, flags: regex.flags })
    },
    NewExpression: addCall,
    CallExpression(node) {
      addCall(node)
      const { callee, arguments: given } = node
      const isText = given[0]?.type === 'TemplateLiteral' || typeof given[0]?.value === 'string'
      if (COMPILING_METHODS.has(callee.property?.name) && isText)
        throw new Error(
          `${lineOf(node.start)}: ${callee.property.name} compiles a text. Use a literal.`,
        )
    },
  }).visit(program)
  return { text, literals, calls }
}

/** Bundles and loads the files that have calls; resolves to what each call compiled. */
async function evaluateCalls(folder, calls) {
  const recorded = new Map()
  if (calls.size === 0) return recorded
  const output = mkdtempSync(join(tmpdir(), 'expressions-'))
  globalThis.recordRegExp = (place, source, flags) => {
    const expression = new RegExp(source, flags)
    recorded.set(place, [...(recorded.get(place) ?? []), expression])
    return expression
  }
  try {
    const outfile = join(output, 'all.mjs')
    await build({
      stdin: {
        contents: [...calls.keys()]
          .map((path) => `import ${JSON.stringify(resolve(folder, path))}`)
          .join('\n'),
        resolveDir: '.',
      },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      treeShaking: false,
      logLevel: 'error',
      plugins: [recordCalls(folder, calls)],
      banner: {
        js: "import { createRequire as r } from 'node:module'; const require = r(import.meta.url);",
      },
    })
    await import(pathToFileURL(outfile).href)
  } finally {
    delete globalThis.recordRegExp
    rmSync(output, { recursive: true, force: true })
  }
  return recorded
}

const recordCalls = (folder, calls) => ({
  name: 'record-calls',
  setup({ onLoad }) {
    onLoad({ filter: SOURCE }, ({ path }) => {
      const file = calls.get(relative(folder, path).replaceAll('\\', '/'))
      if (file === undefined) return undefined
      let contents = file.text
      for (const { place, start, open } of [...file.calls].reverse())
        contents = `${contents.slice(0, start)}globalThis.recordRegExp(${JSON.stringify(place)}, ${contents.slice(open + 1)}`
      return { contents, loader: path.endsWith('x') ? 'tsx' : 'ts' }
    })
  },
})
