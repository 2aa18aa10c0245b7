import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Reads all files below a folder, named as in an archive and ordered by name. */
export const folderEntries = (
  folder: string,
): { readonly name: string; readonly content: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({
      name: relative(folder, path).replaceAll('\\', '/'),
      content: readFileSync(path),
    }))
