import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, posix } from 'node:path'

/** One part of src: what it contains, and everything that its files may import. */
export interface Area {
  readonly contains: string
  /** Other areas. Files of one area may always import each other. */
  readonly areas: readonly string[]
  /** Packages, and modules of Node as `node:fs`; `node:*` allows all of Node. */
  readonly packages: readonly string[]
}

const BUILTINS = new Set(builtinModules.map((name) => `node:${name}`))

/**
 * Who may import whom, by folder of src (or file of its root). An area may be a folder inside
 * another one: a file belongs to the longest name that fits. Imports of types count like all others.
 */
export const walls: Readonly<Record<string, Area>> = {
  model: {
    contains: 'types, and the pure functions that belong to them',
    areas: [],
    packages: [],
  },
  scan: {
    contains: 'the search for markers: in JavaScript, and in WebAssembly for large logs',
    areas: ['model'],
    packages: [],
  },
  parsers: {
    contains: 'bytes → observations; a folder per format, listed in `index.ts` in the order tried',
    areas: ['model', 'scan'],
    packages: ['csv-parse/sync', 'saxes'],
  },
  journeys: {
    contains: 'messages joined with spooled items and with the answers of EWS',
    areas: ['model'],
    packages: [],
  },
  evidence: {
    contains: 'observations → answers; one file per question',
    areas: ['model', 'journeys'],
    packages: [],
  },
  rules: {
    contains: 'answers → verdicts; one file per problem, named after the id of the rule',
    areas: ['model', 'evidence'],
    packages: [],
  },
  diff: {
    contains: 'two reports → what changed',
    areas: ['model'],
    packages: [],
  },
  inputs: {
    contains: 'the only readers of evidence: finding, unpacking, decoding, merging by time',
    areas: ['model', 'scan', 'parsers'],
    packages: ['node:*', 'chokidar', 'iconv-lite', 'postal-mime', 'saxes', 'yauzl'],
  },
  redact: {
    contains: 'names out of reports and logs, and tokens back into names',
    areas: ['model', 'scan', 'inputs'],
    packages: ['node:crypto', 'node:url'],
  },
  excerpts: {
    contains: 'parts of evidence for people: cited lines, events of traces; nothing private',
    areas: ['model', 'parsers', 'inputs', 'redact'],
    packages: [],
  },
  analysis: {
    contains: 'the engine, and what makes one case a report: verdicts, headline, timeline',
    areas: ['model', 'scan', 'inputs', 'journeys', 'evidence', 'rules', 'redact'],
    packages: [],
  },
  terminal: {
    contains: 'styles, widths and tables of a terminal',
    areas: ['model'],
    packages: ['node:util', 'cli-table3', 'string-width', 'wrap-ansi'],
  },
  reports: {
    contains: 'a report → text; one file or folder per format',
    areas: ['model', 'terminal'],
    packages: [
      'node:crypto',
      'd3-array',
      'd3-scale',
      'd3-shape',
      'd3-time-format',
      'sarif',
      'string-width',
    ],
  },
  'reports/html/browser': {
    contains: 'the script of HTML pages, which runs in a browser',
    areas: [],
    packages: [],
  },
  output: {
    contains: 'the one way to write a file',
    areas: ['model', 'inputs'],
    packages: ['node:*'],
  },
  collect: {
    contains: 'a machine → a bundle, and the proof that it is unchanged',
    areas: ['model', 'inputs', 'redact', 'output'],
    packages: ['node:*', 'yazl'],
  },
  share: {
    contains: 'evidence → copies that may be passed on, redacted or not',
    areas: ['model', 'inputs', 'redact', 'output', 'collect'],
    packages: ['node:*'],
  },
  batch: {
    contains: 'many cases: finding bundles, workers, result lines, cache, queue, summary',
    areas: ['model', 'inputs', 'redact', 'rules', 'diff', 'analysis', 'output', 'reports'],
    packages: ['node:*', 'bullmq', 'glob', 'ioredis'],
  },
  watch: {
    contains: 'a live session: inputs that grow, analyzed again whenever they change',
    areas: ['model', 'scan', 'inputs', 'journeys', 'evidence', 'analysis'],
    packages: [],
  },
  ui: {
    contains: 'the dashboard: a pure function of live view, view state and size',
    areas: ['model', 'terminal'],
    packages: ['node:events', 'ink', 'react', 'string-width'],
  },
  workers: {
    contains: 'entry points of worker threads',
    areas: ['model', 'scan', 'parsers', 'inputs', 'batch', 'output'],
    packages: ['node:inspector', 'node:timers/promises', 'node:v8', 'node:worker_threads'],
  },
  cli: {
    contains: 'the command line: one definition per option, help, progress, signals',
    areas: ['model', 'inputs', 'rules', 'terminal', 'output', 'batch'],
    packages: ['node:*', 'leven', 'string-width', 'yaml', 'yargs'],
  },
  commands: {
    contains: 'one file per command; thin',
    areas: [
      'model',
      'parsers',
      'rules',
      'inputs',
      'diff',
      'redact',
      'excerpts',
      'analysis',
      'terminal',
      'reports',
      'output',
      'collect',
      'share',
      'batch',
      'watch',
      'ui',
      'cli',
    ],
    packages: ['node:*'],
  },
  api: {
    contains: 'the library: everything that the package exports, see [docs/api.md](docs/api.md)',
    areas: [
      'model',
      'scan',
      'parsers',
      'evidence',
      'rules',
      'inputs',
      'redact',
      'excerpts',
      'analysis',
      'reports',
      'workers',
    ],
    packages: ['node:*'],
  },
  launch: {
    contains: 'the start of the built program: loads its parts, with code compiled before',
    areas: [],
    packages: ['node:*', '(computed)'],
  },
  'cli.ts': {
    contains: 'the entry point: loads the command that is named',
    areas: ['terminal', 'analysis', 'output', 'workers', 'cli', 'commands'],
    packages: [],
  },
}

/** A source file: its path below src with `/`, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** All TypeScript files below a src folder. AssemblyScript is compiled apart and imports nothing of it. */
export function sourceFiles(src = 'src'): SourceFile[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith('scan/assembly/'))
    .map((path) => ({ path, text: readFileSync(join(src, path), 'utf8') }))
}

/** The area that a path below src belongs to; undefined when the table has none for it. */
const areaOf = (path: string): string | undefined =>
  Object.keys(walls)
    .filter((area) => path === area || path.startsWith(`${area}/`))
    .sort((left, right) => right.length - left.length)[0]

const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm
// import { x } from './a.ts'   export * from './a.ts'
const CLAUSES = /\b(?:import|export)\b[^'"`;()=]*?\bfrom\s*(['"`])((?:(?!\1).)*)\1/g
// import './a.ts'   import('./a.ts')   require('./a.ts')   new URL('./a.js', …
const CALLS = /\b(?:import\s*\(?|require\s*\(|new URL\()\s*(['"`])((?:(?!\1).)*)\1/g
// import(name)   require(name): nobody can tell from the text what they load
const COMPUTED = /\b(?:import|require)\s*\(\s*[^'"`\s)]/

/** Everything that a file imports, however it is written. */
function importsOf({ text }: SourceFile): string[] {
  const code = text.replace(COMMENTS, '')
  const matches = [...code.matchAll(CLAUSES), ...code.matchAll(CALLS)]
  const specifiers = matches.map((match) => match[2] ?? '')
  return COMPUTED.test(code) ? [...specifiers, '(computed)'] : specifiers
}

/** Every import that the table does not allow, and every file that no area covers, in words. */
export function violations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const area = areaOf(file.path)
    if (area === undefined) return [`${file.path}: no area covers it`]
    return importsOf(file)
      .filter((specifier) => !allowed(area, file.path, specifier))
      .map((specifier) => `${file.path}: ${area} may not import ${specifier}`)
  })
}

/** The pairs of areas, as `model → scan`, between which there is an import. */
export function usedImports(files: readonly SourceFile[]): ReadonlySet<string> {
  const pairs = files.flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => `${areaOf(file.path)} → ${areaOf(targetOf(file.path, specifier))}`),
  )
  return new Set(pairs)
}

const targetOf = (path: string, specifier: string): string =>
  posix.normalize(posix.join(posix.dirname(path), specifier))

function allowed(area: string, path: string, specifier: string): boolean {
  const { areas, packages } = walls[area] as Area
  if (!specifier.startsWith('.')) {
    if (packages.includes(specifier)) return true
    return packages.includes('node:*') && BUILTINS.has(specifier)
  }
  const other = areaOf(targetOf(path, specifier))
  return other === area || (other !== undefined && areas.includes(other))
}

/** The table of ARCHITECTURE.md. */
export function wallsAsMarkdown(): string {
  const rows = Object.entries(walls).map(([name, { contains, areas, packages }]) => {
    const own = packages.map((module) => (module === 'node:*' ? 'Node' : module))
    const imports = [...areas, ...own].map((text) => (text === 'Node' ? text : `\`${text}\``))
    return `| \`src/${name}\` | ${contains} | ${imports.join(' ') || 'nothing'} |`
  })
  return ['| folder | contains | may import |', '|---|---|---|', ...rows].join('\n')
}
