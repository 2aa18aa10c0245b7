import { existsSync } from 'node:fs'
import type { CommandContext } from '../../cli/command-context.ts'
import { BundleWriter } from '../../collect/bundle-writer.ts'
import { fileNamePart } from '../../collect/collect-bundle.ts'
import type { FoundInput } from '../../inputs/find-files.ts'
import type { Report } from '../../model/report.ts'
import { UsageError } from '../../model/usage-error.ts'
import { STANDARD_OUTPUT } from '../../output/output-file.ts'
import { rejectEvidencePath } from '../../output/reject-evidence-path.ts'
import { caseNameOf } from '../../share/shared-inputs.ts'
import { terminal } from '../../terminal/terminal-text.ts'

/** A case that was analyzed. */
export interface CaseToPack {
  readonly paths: readonly string[]
  readonly found: readonly FoundInput[]
  readonly report: Report
}

/** Tells the caller how to remove a pack that is not finished. */
export type OnOpen = (discard: () => void) => void

/** Folder of the evidence in a pack. */
export const EVIDENCE_FOLDER = 'evidence/'

export const nameOfCase = ([first = '']: readonly string[]): string =>
  first === '-' ? 'standard-input' : caseNameOf(first)

/** `PC-0142-for-colleague.zip` */
export const defaultPackPath = (name: string, audience: string): string =>
  `${fileNamePart(name)}-for-${audience}.zip`

/** Opens a new zip. Throws a UsageError for a path that has something, or is among the evidence. */
export function openPack(
  output: string,
  found: readonly FoundInput[],
  isPrivate: boolean,
  { stdout }: Pick<CommandContext, 'stdout'>,
  onOpen: OnOpen,
): BundleWriter {
  rejectEvidencePath(output, found)
  if (output !== STANDARD_OUTPUT && existsSync(output))
    throw new UsageError(`${output} already exists. Choose another name with --output.`)
  const writer = new BundleWriter(output, { stdout: stdout.raw, option: 'output', isPrivate })
  onOpen(() => writer.discard())
  return writer
}

/** Where the pack is, in words; empty on standard output. */
export const writtenLine = (output: string): readonly string[] =>
  output === STANDARD_OUTPUT ? [] : [String(terminal`Written to ${output}`)]
