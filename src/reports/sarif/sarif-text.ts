import type { ReportingConfiguration } from 'sarif'
import type { Severity } from '../../model/rule.ts'
import { toPrintable } from '../../model/text/printable.ts'

export const SARIF_LEVELS: Readonly<Record<Severity, NonNullable<ReportingConfiguration.level>>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
}

/**
 * Escapes text for a SARIF message. There `[text](target)` is a link (3.11.6), so a space splits
 * it. `{0}` is a placeholder (3.11.5), so its braces are doubled.
 */
export const sarifText = (text: string): string =>
  toPrintable(text)
    .replaceAll('](', '] (')
    .replace(/\{(\d+)\}/g, '{{$1}}')
