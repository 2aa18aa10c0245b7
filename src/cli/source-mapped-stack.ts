import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

//     at run (/usr/lib/node_modules/spoolscope/dist/parts/rules-AB12.js:120:15)
//     at C:\Tools\spoolscope\program\parts\rules-AB12.js:120:15
//     at async file:///usr/lib/node_modules/spoolscope/dist/parts/dashboard.mjs:120:15
const FRAME = /^\s*at /
const PLACE = /^((?:file:\/\/|\/|[A-Za-z]:\\).*\.m?js):(\d+):(\d+)$/

/**
 * Names lines of `src` in a stack trace of the bundled program, from the source maps beside it. A
 * place without a readable map stays as it is. Maps are read only here, so they cost no start-up.
 */
export function sourceMappedStack(stack: string): string {
  const maps = new Map<string, SourceMap | undefined>()
  const sourcePlace = (place: string): string => {
    const [, file, line, column] = PLACE.exec(place) ?? []
    if (file === undefined) return place
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
  }
  return stack
    .split('\n')
    .map((line) => {
      if (!FRAME.test(line)) return line
      const start = placeStart(line)
      const end = line.endsWith(')') ? -1 : line.length
      return line.slice(0, start) + sourcePlace(line.slice(start, end)) + line.slice(end)
    })
    .join('\n')
}

/** Where the place begins in a line of a stack trace. A folder may have brackets in its name. */
function placeStart(line: string): number {
  if (line.endsWith(')')) return line.indexOf(' (') + ' ('.length
  return line.indexOf('at ') + (line.includes('at async ') ? 'at async '.length : 'at '.length)
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
