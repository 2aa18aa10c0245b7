import { isAbsolute } from 'node:path'
import { globSync, hasMagic } from 'glob'

/** Braces are a pattern too. */
const asInShell = { magicalBraces: true } as const

/** Whether a text is a pattern, such as `bundles/PC-{1,2}*`. */
export const isGlob = (text: string): boolean => hasMagic(text, asInShell)

/**
 * Finds the files and folders that match a pattern, sorted. `*` and `?` match parts of a name,
 * `[a-z]` one character, `{a,b}` either text, `**` any folders. As in a shell, a name that begins
 * with a dot matches only a pattern that does. On Windows, both slashes are separators and case does
 * not matter. A link is found, and `**` does not follow it.
 */
export function expandGlob(pattern: string, windows: boolean): string[] {
  const paths = globSync(pattern, {
    ...asInShell,
    absolute: isAbsolute(pattern),
    windowsPathsNoEscape: windows,
    nocase: windows,
  })
  return paths.sort()
}
