/**
 * An array of structures repeats the names of its members.
 * Limit: characters of the name of a field.
 * Beyond: the name is cut.
 */
const MAX_NAME_CHARS = 256

/** Makes the field names of one record unique, and avoids `__proto__`. */
export class FieldNames {
  private readonly taken = new Set<string>()

  /** Returns `name`, or `name (2)` and so on when it is taken. */
  makeUnique(name: string): string {
    const base = name === '__proto__' ? '_proto_' : name.slice(0, MAX_NAME_CHARS)
    let unique = base
    for (let counter = 2; this.taken.has(unique); counter += 1) unique = `${base} (${counter})`
    this.taken.add(unique)
    return unique
  }
}
