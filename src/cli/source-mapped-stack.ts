import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

// /usr/lib/node_modules/spoolscope/dist/parts/rules-AB12.js:120:15
// C:\Tools\spoolscope\program\parts\rules-AB12.js:120:15
// file:///usr/lib/node_modules/spoolscope/dist/parts/dashboard.mjs:120:15
const PLACE = /(?<![^\s(])((?:file:\/\/|\/|[A-Za-z]:\\)[^\n()]+\.m?js):(\d+):(\d+)/g

/**
 * Names lines of `src` in a stack trace of the bundled program, from the source maps beside it. A
 * place without a readable map stays as it is. Maps are read only here, so they cost no start-up.
 */
export function sourceMappedStack(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>()
  return stack.replace(PLACE, (place, file: string, line: string, column: string) => {
    const url = file.startsWith('file:') ? file : pathToFileURL(file).href
    if (!maps.has(url)) maps.set(url, readMap(url))
    // Lines and columns of a stack trace count from 1, those of a map from 0.
    const entry = maps.get(url)?.findEntry(Number(line) - 1, Number(column) - 1)
    if (entry === undefined || !('originalSource' in entry)) return place
    const source = new URL(entry.originalSource, url)
    // The build makes some modules, which are no files.
    if (source.protocol !== 'file:') return place
    const path = fileURLToPath(source).replaceAll('\\', '/')
    const shown = /(?:^|\/)((?:src|node_modules)\/.*)$/s.exec(path)?.[1] ?? path
    return `${shown}:${entry.originalLine + 1}:${entry.originalColumn + 1}`
  })
}

function readMap(url: string): SourceMap | undefined {
  const map = new URL(url)
  map.pathname += '.map'
  try {
    return new SourceMap(JSON.parse(readFileSync(map, 'utf8')))
  } catch {
    return undefined // The package was copied without its maps: the stack still helps.
  }
}
