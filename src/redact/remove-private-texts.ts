import { type KeyPath, mapStrings } from './map-strings.ts'
import { removePrivateText } from './redact-text.ts'

/** Texts in which nothing private was found: mostly words of rules, the same in every report. */
const harmless = new Set<string>()
const MOST_HARMLESS = 5000
const LONGEST_HARMLESS = 1000

/**
 * The same without what no output may hold, redacted or not: authentication material, and text of
 * messages.
 */
export const removePrivateTexts = <T>(
  value: T,
  isOurs: (place: KeyPath) => boolean = () => false,
): T =>
  mapStrings(value, (text, place) => {
    if (harmless.has(text) || isOurs(place)) return text
    const left = removePrivateText(text)
    if (left !== text || text.length > LONGEST_HARMLESS) return left
    if (harmless.size >= MOST_HARMLESS) harmless.clear()
    harmless.add(text)
    return text
  })
