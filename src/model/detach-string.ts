/**
 * The same text in memory of its own: a piece that is kept of a record would keep all of the record
 * alive.
 */
export const detachString = (text: string): string => ` ${text}`.slice(1)
