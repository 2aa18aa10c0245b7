/** One object as PowerShell showed it, whatever the container. */
export interface ShownObject {
  /** Where it begins, from 1. */
  readonly line: number
  /**
   * Names in lower case, in the order shown. A value that was cut off is left out: it is unknown.
   */
  readonly properties: ReadonlyMap<string, string>
  /** Names of the values that were cut off. */
  readonly cut?: readonly string[]
  /** Line of each property; that of the object when absent. */
  readonly lines?: ReadonlyMap<string, number>
}

/** A text that stands by itself: a string that a cmdlet gave back, or an error message. */
export interface ShownText {
  readonly text: string
  readonly line: number
}

/** What one input shows. */
export interface PowershellOutput {
  readonly objects: readonly ShownObject[]
  /** Version sentences, such as Get-CsServerVersion gives back. */
  readonly versions: readonly ShownText[]
  /** Names of cmdlets that PowerShell did not know. */
  readonly missingCmdlets: readonly ShownText[]
}
