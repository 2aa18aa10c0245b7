import { readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { Script } from 'node:vm'
import type { CodeCache } from './code-cache.ts'

const WRAPPER = '(function (exports, require, module, __filename, __dirname, importModule) {'

/** Modules of Node that take a millisecond or more to load, and that most runs do not use. */
const LARGE_MODULES: ReadonlySet<string> = new Set([
  'node:child_process',
  'node:crypto',
  'node:fs/promises',
  'node:http',
  'node:https',
  'node:stream',
  'node:stream/promises',
  'node:worker_threads',
  'node:zlib',
])

type PartFunction = (
  this: unknown,
  exports: unknown,
  require: (id: string) => unknown,
  module: { exports: unknown },
  filename: string,
  dirname: string,
  importModule: (id: string) => Promise<unknown>,
) => void

/**
 * Loads the parts of the built program: CommonJS modules below one folder that require each other by
 * relative paths. They import ES modules with `importModule`: code that was compiled before cannot
 * have an `import()` of its own. Node's own loader cannot take code that was compiled before, and
 * spends more time on finding and compiling the parts than the program needs for a small case.
 */
export class PartLoader {
  private readonly folder: string
  private readonly cache: CodeCache
  private readonly modules = new Map<string, { exports: unknown }>()
  private readonly requireOther: NodeJS.Require

  /** Modules of Node and of other packages are loaded with `requireOther`. */
  constructor(folder: string, cache: CodeCache, requireOther: NodeJS.Require) {
    this.folder = folder
    this.cache = cache
    this.requireOther = requireOther
  }

  /**
   * Returns the exports of a part, named by its path in the folder with `/`. Throws what the part
   * throws while it is loaded.
   */
  load(name: string): unknown {
    const loaded = this.modules.get(name)
    if (loaded) return loaded.exports
    const module = { exports: {} }
    this.modules.set(name, module)
    const filename = join(this.folder, name)
    const script = this.compile(name, filename)
    const run = script.runInThisContext() as PartFunction
    const parent = name.slice(0, name.lastIndexOf('/') + 1)
    const require = (id: string) => {
      // Parts name each other hundreds of times: normalizing such paths takes a millisecond.
      if (id.startsWith('./')) return this.load(parent + id.slice('./'.length))
      if (id.startsWith('.')) return this.load(posix.join(parent, id))
      return LARGE_MODULES.has(id) ? lazyModule(() => this.requireOther(id)) : this.requireOther(id)
    }
    const folder = dirname(filename)
    const importModule = (id: string) =>
      import(id.startsWith('.') ? this.urlOf(join(folder, id)) : id)
    run.call(module.exports, module.exports, require, module, filename, folder, importModule)
    return module.exports
  }

  /** Modules of Node that few runs need are loaded where they are used. */
  private urlOf(path: string): string {
    const { pathToFileURL } = this.requireOther('node:url') as typeof import('node:url')
    return pathToFileURL(path).href
  }

  private compile(name: string, filename: string): Script {
    const kept = this.cache.find(name)
    const source = kept?.source ?? `${WRAPPER}${readFileSync(filename, 'utf8')}\n})`
    const script = new Script(source, {
      filename,
      // Stack traces count the columns of the file.
      columnOffset: -WRAPPER.length,
      cachedData: kept?.code,
    })
    this.cache.add(name, source, script)
    return script
  }
}

/** The exports of a module that is loaded when the first of them is used. */
function lazyModule(load: () => object): object {
  let loaded: object | undefined
  const exportsOf = () => {
    loaded ??= load()
    return loaded
  }
  return new Proxy(
    {},
    {
      get: (_, key) => Reflect.get(exportsOf(), key),
      has: (_, key) => Reflect.has(exportsOf(), key),
      ownKeys: () => Reflect.ownKeys(exportsOf()),
      getOwnPropertyDescriptor(_, key) {
        const descriptor = Reflect.getOwnPropertyDescriptor(exportsOf(), key)
        // A proxy may have no property that is fixed and that its target does not have.
        return descriptor && { ...descriptor, configurable: true }
      },
    },
  )
}
