/** Parses an ISO time of a report to milliseconds UTC; undefined for none or an invalid one. */
export function parseMoment(time: string | undefined): number | undefined {
  const at = time === undefined ? Number.NaN : Date.parse(time)
  return Number.isNaN(at) ? undefined : at
}
