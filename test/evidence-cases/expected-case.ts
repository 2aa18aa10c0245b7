import type { InputStatus } from '../../src/model/tally.ts'

/**
 * The right answers for one case, written from the texts of the case and from the rules of its
 * format. Times are ISO 8601; a local time without a known zone is read as UTC.
 */
export interface ExpectedCase {
  /** The time as of which the case is analyzed, if the user gives one. */
  readonly asOf?: string
  /** The code page that the user gives, as `--code-page` takes it. */
  readonly codePage?: string
  /** All rules that are flagged. No other rule may be. */
  readonly flagged: readonly string[]
  /** Rules that must be clear. Others may be clear too. */
  readonly clear?: readonly string[]
  /** No rule may be checked, because nothing could be read. */
  readonly isUnread?: true
  /** Rules that must not be checked. Others may not be checked too. */
  readonly notChecked?: readonly string[]
  /** Value of a fact; `null` when the case must not have this fact. */
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>
  /** Texts in the verdict of a rule: its message, its findings, or what is missing. */
  readonly says?: Readonly<Record<string, readonly string[]>>
  /** Lines that the findings of a flagged rule name, in the only file of the case. */
  readonly lines?: Readonly<Record<string, readonly number[]>>
  /** Inputs by their file name. */
  readonly inputs?: Readonly<Record<string, ExpectedInput>>
  /** All spooled items, in any order. Absent: not compared. */
  readonly items?: readonly ExpectedItem[]
  /** Owner of all spooled items and spool folders; kim@contoso.example unless said. */
  readonly owner?: string
}

export interface ExpectedInput {
  readonly status?: InputStatus
  readonly format?: string
  readonly records?: number
  readonly unreadable?: number
  readonly from?: string
  readonly to?: string
  /** Texts in the reasons for its unreadable records. */
  readonly damage?: readonly string[]
  /** Texts in its notes. */
  readonly notes?: readonly string[]
  /** Texts that none of its notes may hold. */
  readonly noNotes?: readonly string[]
}

/** A spooled item: name, size in bytes, time of the last write, time of creation. */
export type ExpectedItem = readonly [
  name: string,
  bytes: number | undefined,
  written?: string | undefined,
  created?: string | undefined,
]

/** A case made by a test: file name to content. */
export type MadeFiles = Readonly<Record<string, string | Uint8Array>>

/** Further cases of a kind, made by the rules of its format. */
export type MadeCase = ExpectedCase & { readonly files: MadeFiles }

export type MadeCases = Readonly<Record<string, MadeCase>>

/** A folder of samples/evidence, with all its variants; `.` when it has none. */
export interface EvidenceKind {
  readonly folder: string
  readonly variants: Readonly<Record<string, ExpectedCase>>
  readonly made?: MadeCases
}
