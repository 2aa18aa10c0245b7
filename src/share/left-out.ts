import { when } from '../model/defined.ts'
import { toPrintable } from '../model/text/printable.ts'
import type { RedactedCopies } from '../redact/redacted-copies.ts'

/** Name of the list in a redacted copy. */
export const LEFT_OUT_NAME = 'LEFT-OUT.txt'

/** An input of which not all is in the copy, with the reason. The path is that of the case. */
export interface LeftOutItem {
  readonly path: string
  readonly reason: string
}

/** What happened to the inputs that are not in a redacted copy as they were. */
export interface LeftOut {
  readonly items: readonly LeftOutItem[]
  /** Spools, of which only names, sizes and times are passed on. */
  readonly spools: readonly LeftOutItem[]
  /** Documents and texts that were carried in a mail, whose plain text is passed on. */
  readonly converted: readonly LeftOutItem[]
}

/** Returns the text of the list, with names replaced; undefined if there is nothing to list. */
export function leftOutText(
  { items, spools, converted }: LeftOut,
  copies: RedactedCopies,
): string | undefined {
  const section = (title: string, list: readonly LeftOutItem[]) =>
    when(list.length > 0, () => [
      [
        title,
        '',
        ...list.flatMap(({ path, reason }) => [
          toPrintable(copies.redactText(path)),
          `  ${toPrintable(copies.redactText(reason))}`,
        ]),
        '',
      ].join('\n'),
    ])
  const sections = [
    ...section('Left out of this copy:', items),
    ...section('Passed on by name, size and time only:', spools),
    ...section('Passed on as plain text:', converted),
  ]
  return sections.length === 0 ? undefined : sections.join('\n')
}
