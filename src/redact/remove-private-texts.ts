import type { CaseReport } from '../model/report.ts'
import { isFixedField } from './fixed-fields.ts'
import { type KeyPath, mapStrings } from './map-strings.ts'
import { removePrivateText } from './private-text.ts'

/**
 * Cache of texts without private parts. Most are rule texts, which are the same in every report.
 */
const harmless = new Set<string>()
const MAX_HARMLESS = 5000
const MAX_HARMLESS_LENGTH = 1000

/**
 * Removes credentials and message text from all strings of a value. Strings for which `isExempt`
 * returns true are kept.
 */
export const removePrivateTexts = <T>(
  value: T,
  isExempt: (path: KeyPath) => boolean = () => false,
): T =>
  mapStrings(value, (text, path) => {
    if (harmless.has(text) || isExempt(path)) return text
    const rest = removePrivateText(text)
    if (rest !== text || text.length > MAX_HARMLESS_LENGTH) return rest
    if (harmless.size >= MAX_HARMLESS) harmless.clear()
    harmless.add(text)
    return text
  })

/**
 * Removes credentials and message text from a report. Required for every report, redacted or not.
 */
export const removePrivateFromReport = (report: CaseReport): CaseReport =>
  removePrivateTexts(report, isFixedField)
