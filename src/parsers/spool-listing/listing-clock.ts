import type { Recognition } from '../../model/parser.ts'
import { inferDateOrder } from '../shared/culture-time.ts'

/** 1:10 PM */
const AM_OR_PM = /\d ?[ap]\.? ?m\b/i

/**
 * Infers how to read the local times of a listing. If nothing tells day from month, AM and PM
 * suggest the month first, other times the day first.
 */
export function inferListingClock(texts: readonly string[]): Recognition {
  const { order, ambiguous, possible } = inferDateOrder(texts)
  if (order) return { localTime: true, dateOrder: order }
  if (!ambiguous) return { localTime: true }
  const usual = texts.some((text) => AM_OR_PM.test(text)) ? 'mdy' : 'dmy'
  const [first = usual] = possible ?? []
  return { localTime: true, ambiguousDates: possible?.includes(usual) ? usual : first }
}
