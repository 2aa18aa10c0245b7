/** Width of the owner that `dir /q` prints before the name. A longer owner is cut off. */
const OWNER_COLUMNS = 23
/** Width of the short name that `dir /x` prints before the name, with the blank behind it. */
const SHORT_NAME_COLUMNS = 13
/** NOTETO~1.HIS */
const SHORT_NAME = /^[^\s~.\\a-z]{1,6}~[\dA-F]{1,4}(?:\.[^\s.a-z]{1,3})? +(?=\S)/

const MAY_HAVE_COLUMNS = /[~\\]/

/** Separates names from the columns that options of `dir` print before them. */
export class NameColumns {
  /** Owners of `.` and `..`, which prove where a name begins. */
  private readonly owners = new Set<string>()

  /** Learns from the row of a folder. */
  learn(text: string): void {
    const owner = /^(\S.*?)(?<![.\s])\.{1,2}$|^(\.{3}) +\.{1,2}$/.exec(text)
    const name = owner?.[1] ?? owner?.[2]
    if (name !== undefined && (name.includes('\\') || name === '...')) this.owners.add(name)
  }

  /** The name of a file, without its owner and short name. */
  nameOf(text: string): string {
    if (this.owners.size === 0 && !text.startsWith(' ') && !MAY_HAVE_COLUMNS.test(text)) return text
    return withoutShortName(this.withoutOwner(withoutShortName(text)))
  }

  private withoutOwner(text: string): string {
    for (const owner of this.owners)
      if (text.startsWith(owner) && text.length > owner.length) {
        const rest = text.slice(owner.length)
        if (/^\s/.test(rest) || owner.length >= OWNER_COLUMNS) return rest.trimStart()
      }
    const slash = text.indexOf('\\')
    if (slash < 0) return text
    // A name cannot contain a backslash, so an owner comes before it.
    const column = text.slice(0, OWNER_COLUMNS)
    const isPadded = text[OWNER_COLUMNS - 1] === ' ' && text[OWNER_COLUMNS] !== ' '
    const isFull = !/\s/.test(column.slice(slash))
    if (text.length > OWNER_COLUMNS && (isPadded || isFull)) return text.slice(OWNER_COLUMNS)
    return /^[^\\]*\\\S+ +(\S.*)$/.exec(text)?.[1] ?? text
  }
}

/** A blank short name is 13 blanks wide. */
function withoutShortName(text: string): string {
  if (text.startsWith(' '.repeat(SHORT_NAME_COLUMNS - 1))) return text.trimStart()
  const short = SHORT_NAME.exec(text)?.[0]
  return short === undefined ? text.trimStart() : text.slice(short.length)
}
