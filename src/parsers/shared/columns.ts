/** How many rows a column has. */
export const ROWS = 1 << 14
const UNKNOWN = 0xffff_ffff

/**
 * Numbers that nearly always go on as they began, each by the same step more than the one above:
 * then they take no memory at all.
 */
export class Sequence {
  private readonly step: number
  private first = 0
  private others: Uint32Array | undefined

  constructor(step: number) {
    this.step = step
  }

  set(row: number, value: number): void {
    if (row === 0) this.first = value
    if (this.others === undefined && value !== this.expected(row))
      this.others = Uint32Array.from({ length: ROWS }, (_, index) => this.expected(index))
    if (this.others !== undefined) this.others[row] = value
  }

  get(row: number): number {
    return this.others === undefined ? this.expected(row) : (this.others[row] as number)
  }

  private expected(row: number): number {
    return this.first + row * this.step
  }
}

/**
 * Numbers, each known or not: four bytes each where all of them are whole multiples of a unit and
 * not too large, else eight.
 */
export class Column {
  private readonly unit: number
  private narrow: Uint32Array | undefined = new Uint32Array(ROWS).fill(UNKNOWN)
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
    else this.widened()[row] = value
  }

  get(row: number): number | undefined {
    if (this.narrow !== undefined) {
      const units = this.narrow[row] as number
      return units === UNKNOWN ? undefined : units * this.unit
    }
    const value = this.wide?.[row] ?? Number.NaN
    return Number.isNaN(value) ? undefined : value
  }

  private widened(): Float64Array {
    this.wide ??= Float64Array.from({ length: ROWS }, (_, row) => this.get(row) ?? Number.NaN)
    this.narrow = undefined
    return this.wide
  }
}
