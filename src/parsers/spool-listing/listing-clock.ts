import type { Recognition } from '../../model/parser.ts'
import { inferDateOrder } from '../shared/culture-time.ts'

/** 1:10 PM */
const AM_OR_PM = /\d ?[ap]\.? ?m\b/i

/**
 * How the local times of a listing are to be read. Where nothing tells day from month, hours with
 * AM and PM speak for the American order, others for the day in front.
 */
export function inferListingClock(texts: readonly string[]): Recognition {
  const { order, ambiguous } = inferDateOrder(texts)
  if (order) return { localTime: true, dateOrder: order }
  if (!ambiguous) return { localTime: true }
  return {
    localTime: true,
    ambiguousDates: texts.some((text) => AM_OR_PM.test(text)) ? 'mdy' : 'dmy',
  }
}
