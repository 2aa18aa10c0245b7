/** How many rows a column has. */
export const ROWS_PER_COLUMN = 1 << 14
const UNKNOWN = 0xffff_ffff

/**
 * Numbers that nearly always go on as they began, each by the same step more than the one above:
 * then they take no memory at all.
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
 * Numbers, each known or not: four bytes each where all of them are whole multiples of a unit and
 * not too large, else eight.
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
