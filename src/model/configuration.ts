/** Where an option has its value from; `named` is the file of `--config`. */
export type OptionOrigin = 'command-line' | 'named' | 'project' | 'user' | 'default'

/** A configuration file that was found. */
export interface ConfigurationFile {
  /** Absolute. */
  readonly path: string
  readonly kind: Exclude<OptionOrigin, 'command-line' | 'default'>
  readonly isUsed: boolean
  /** Why it is not used. */
  readonly reason?: string
  /** The options that have their value, or a part of it, from this file. */
  readonly options: readonly string[]
  /** Its faults, each with the fix; line and column from 1. */
  readonly problems: readonly {
    readonly line: number
    readonly column: number
    readonly message: string
  }[]
}

/** A value of an option. An option with several values has several. */
export interface ConfiguredValue {
  readonly option: string
  /** As the command line takes it; null for no value. */
  readonly value: string | boolean | null
  readonly from: {
    readonly kind: OptionOrigin
    readonly path?: string
    readonly line?: number
  }
}

/** What `spoolscope config` shows. */
export interface ConfigurationInForce {
  readonly schemaVersion: 1
  readonly tool: { readonly name: 'spoolscope'; readonly version: string }
  /** The one that wins first. */
  readonly files: readonly ConfigurationFile[]
  /** All options that configurations can set. */
  readonly options: readonly ConfiguredValue[]
}
