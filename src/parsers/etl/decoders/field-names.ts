/**
 * An array of structures repeats the names of its members.
 * Limit: characters of the name of a field.
 * Beyond: the name is cut.
 */
const MAX_NAME_CHARS = 256

/** Makes the field names of one record unique, and avoids `__proto__`. */
export class FieldNames {
  /** Taken names, each with the number that the next field of that name may get. */
  private readonly nextNumbers = new Map<string, number>()

  /** Returns `name`, or `name (2)` and so on when it is taken. */
  makeUnique(name: string): string {
    const base = name === '__proto__' ? '_proto_' : name.slice(0, MAX_NAME_CHARS)
    let number = this.nextNumbers.get(base)
    let unique = base
    if (number !== undefined) {
      do {
        unique = `${base} (${number})`
        number += 1
      } while (this.nextNumbers.has(unique))
      this.nextNumbers.set(base, number)
    }
    this.nextNumbers.set(unique, 2)
    return unique
  }
}
