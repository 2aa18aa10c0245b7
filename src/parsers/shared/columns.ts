/** Capacity of one column. */
export const ROWS_PER_COLUMN = 1 << 14
// Marks an unset row of 32-bit numbers.
const UNKNOWN = 0xffff_ffff

/**
 * Stores integers that usually grow by the same step from row to row. While they do, each value is
 * computed from the first one and no array is allocated.
 */
export class Sequence {
  private readonly step: number
  private first = 0
  private stored: Uint32Array | undefined

  constructor(step: number) {
    this.step = step
  }

  set(row: number, value: number): void {
    if (row === 0) this.first = value
    if (this.stored === undefined && value !== this.predicted(row))
      this.stored = Uint32Array.from({ length: ROWS_PER_COLUMN }, (_, index) =>
        this.predicted(index),
      )
    if (this.stored !== undefined) this.stored[row] = value
  }

  get(row: number): number {
    return this.stored === undefined ? this.predicted(row) : (this.stored[row] as number)
  }

  private predicted(row: number): number {
    return this.first + row * this.step
  }
}

/**
 * Stores one optional number per row. Uses four bytes a row while every number is a whole multiple
 * of `unit` that fits in 32 bits, otherwise eight.
 */
export class Column {
  private readonly unit: number
  private narrow: Uint32Array | undefined = new Uint32Array(ROWS_PER_COLUMN).fill(UNKNOWN)
  private wide: Float64Array | undefined

  constructor(unit = 1) {
    this.unit = unit
  }

  set(row: number, value: number): void {
    const units = value / this.unit
    if (
      this.narrow !== undefined &&
      units >>> 0 === units &&
      units !== UNKNOWN &&
      units * this.unit === value
    )
      this.narrow[row] = units
    else this.widen()[row] = value
  }

  get(row: number): number | undefined {
    if (this.narrow !== undefined) {
      const units = this.narrow[row] as number
      return units === UNKNOWN ? undefined : units * this.unit
    }
    const value = this.wide?.[row] ?? Number.NaN
    return Number.isNaN(value) ? undefined : value
  }

  private widen(): Float64Array {
    this.wide ??= Float64Array.from(
      { length: ROWS_PER_COLUMN },
      (_, row) => this.get(row) ?? Number.NaN,
    )
    this.narrow = undefined
    return this.wide
  }
}
