/** Start of every generated trace: 2016-06-14T08:00:00Z. */
export const START = Date.UTC(2016, 5, 14, 8)

/** Formats a moment as 06/14/2016, the separator, and 10:11:12.123. */
export function usTime(at: number, between: string): string {
  const iso = new Date(at).toISOString()
  return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)}${between}${iso.slice(11, 23)}`
}
