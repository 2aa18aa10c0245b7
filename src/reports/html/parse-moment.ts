/**
 * Milliseconds UTC of an ISO time of a report; undefined where there is none, or none that can be
 * placed.
 */
export function parseMoment(time: string | undefined): number | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time)
  return Number.isNaN(at) ? undefined : at
}
