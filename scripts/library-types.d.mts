/** A declaration of the library. */
export interface LibraryDeclaration {
  readonly name: string
  /** Its doc comment with the marks of a comment; empty without one. */
  readonly doc: string
  readonly code: string
  /** The module of `src/api` that exports it; undefined for one that is not public. */
  readonly section?: string
  readonly isPublic: boolean
}

export function libraryDeclarations(): LibraryDeclaration[]
export function buildLibraryTypes(path: string): void
