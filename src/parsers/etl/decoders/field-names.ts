/** An array of structures repeats the names of its members. */
const MAX_NAME_CHARS = 256

/** Names for the fields of one record: each its own, none that an object treats in its own way. */
export class FieldNames {
  private readonly taken = new Set<string>()

  makeUnique(name: string): string {
    const base = name === '__proto__' ? '_proto_' : name.slice(0, MAX_NAME_CHARS)
    let own = base
    for (let again = 2; this.taken.has(own); again += 1) own = `${base} (${again})`
    this.taken.add(own)
    return own
  }
}
