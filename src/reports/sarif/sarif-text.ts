import type { ReportingConfiguration } from 'sarif'
import { toPrintable } from '../../model/printable.ts'
import type { Severity } from '../../model/rule.ts'

export const SARIF_LEVELS: Readonly<Record<Severity, NonNullable<ReportingConfiguration.level>>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
}

/**
 * Text as a viewer shows it and nothing else. In a message `[text](target)` is a link (3.11.6) and
 * `{0}` stands for an argument (3.11.5): a blank takes the first apart, and doubled braces are how
 * the second is written as text.
 */
export const sarifText = (text: string): string =>
  toPrintable(text)
    .replaceAll('](', '] (')
    .replace(/\{(\d+)\}/g, '{{$1}}')
