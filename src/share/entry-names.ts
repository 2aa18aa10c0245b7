import { sanitizeName } from '../inputs/archives/sanitize-name.ts'
import { trimTrailing } from '../model/text/trim-trailing.ts'

/**
 * Most file systems allow 255 bytes. A number may follow.
 * Limit: bytes of a name of a file or folder in a copy.
 * Beyond: the name is shortened.
 */
const MAX_NAME_LENGTH = 240
/** Characters that Windows does not allow in a name. */
const NOT_ON_WINDOWS = /[<>:"|?*\\]/g
/** Windows drops these from the end of a name. */
const DROPPED_AT_END = '. '

/**
 * Gives each file of a copy a name of its own: a relative path with slashes that every file system
 * allows, also those that do not tell upper from lower case.
 */
export class EntryNames {
  private readonly files = new Set<string>()
  private readonly folders = new Set<string>()

  /** Returns the path, or one like it if another file has that already. */
  claim(path: string): string {
    const parts = sanitizeName(path).displayName.split('/').map(toFileName)
    const last = parts.pop() ?? ''
    let folder = ''
    for (const part of parts) {
      folder = this.findFree(folder, part, (key) => this.files.has(key))
      this.folders.add(keyOf(folder))
    }
    const name = this.findFree(folder, last, (key) => this.files.has(key) || this.folders.has(key))
    this.files.add(keyOf(name))
    return name
  }

  private findFree(folder: string, name: string, isTaken: (key: string) => boolean): string {
    const dot = name.lastIndexOf('.')
    const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
    const front = folder === '' ? '' : `${folder}/`
    let path = front + name
    for (let number = 2; isTaken(keyOf(path)); number += 1)
      path = `${front}${stem}-${number}${ending}`
    return path
  }
}

const keyOf = (path: string): string => path.normalize('NFC').toLowerCase()

function toFileName(name: string): string {
  const kept = trimTrailing(name.replace(NOT_ON_WINDOWS, '_'), DROPPED_AT_END)
  const plain = kept.padEnd(name.length, '_')
  if (Buffer.byteLength(plain) <= MAX_NAME_LENGTH) return plain
  const ending = /\.[\w-]{1,16}$/.exec(plain)?.[0] ?? ''
  let stem = plain.slice(0, plain.length - ending.length)
  while (Buffer.byteLength(stem + ending) > MAX_NAME_LENGTH) stem = [...stem].slice(0, -1).join('')
  return stem + ending
}
