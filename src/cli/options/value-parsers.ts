/** Accepts every text. */
export const anyText = (text: string): string => text

/** A parser that accepts whole numbers between two bounds, both included. */
export const wholeNumber =
  (min: number, max = 999_999_999) =>
  (text: string): number | undefined => {
    const number = Number(text)
    return /^\d{1,9}$/.test(text) && number >= min && number <= max ? number : undefined
  }

const BYTES_PER_UNIT: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9, T: 1e12 }

/** Bytes of `4G`, `4 GB`, `500M` or `1024` (decimal units). */
export function parseByteSize(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?) ?([KMGT]?)B?$/i.exec(text) ?? []
  const bytes = Math.floor(Number(number) * (BYTES_PER_UNIT[unit.toUpperCase()] ?? 1))
  return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined
}

/** Mebibytes of `512M`, `2G` or `1024 MiB` (binary units). */
export function parseMebibytes(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d{1,6}) ?([MG])(?:i?B)?$/i.exec(text) ?? []
  return number === undefined ? undefined : Number(number) * (unit.toUpperCase() === 'G' ? 1024 : 1)
}

/** A parser that accepts what another one does, from a bound on. */
export const atLeast =
  (min: number, parse: (text: string) => number | undefined) =>
  (text: string): number | undefined => {
    const value = parse(text)
    return value !== undefined && value >= min ? value : undefined
  }
