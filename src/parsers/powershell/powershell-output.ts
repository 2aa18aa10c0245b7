import type { Damage } from '../../model/tally.ts'
import type { ShownRegistryValue } from '../registry/reg-query-reader.ts'

/** One object from PowerShell output, whatever its format. */
export interface ShownObject {
  /** Line where it begins, from 1. */
  readonly line: number
  /**
   * Values by lower-case name, in the order shown. A value that was cut off is unknown and left
   * out.
   */
  readonly properties: ReadonlyMap<string, string>
  /** Names of the values that were cut off. */
  readonly cutNames?: readonly string[]
  /** Line of each property. When absent, all are in the line of the object. */
  readonly lines?: ReadonlyMap<string, number>
}

/** A single line of output, such as a string that a cmdlet returns, or an error message. */
export interface ShownText {
  readonly text: string
  readonly line: number
}

/** The output found in one input. */
export interface PowershellOutput {
  readonly objects: readonly ShownObject[]
  /** Version lines, such as Get-CsServerVersion returns. */
  readonly versions: readonly ShownText[]
  /** Names of cmdlets that PowerShell did not know. */
  readonly missingCmdlets: readonly ShownText[]
  /** Values that `reg query` printed. */
  readonly registryValues?: readonly ShownRegistryValue[]
  readonly damage?: readonly Damage[]
  /** Numbers of lines that were not understood. */
  readonly unreadLines?: readonly number[]
}
