import type { Pane } from './pane.ts'

/** Where a pane is on the screen. Rows and columns count from 0. */
export interface Region {
  readonly pane: Pane
  readonly left: number
  readonly row: number
  readonly width: number
  readonly height: number
  /** Where the heading names the panes that share the slot. */
  readonly titles: readonly { readonly pane: Pane; readonly left: number; readonly width: number }[]
  /** The key of the entry in each row, the heading first. */
  readonly keys: readonly (string | undefined)[]
  /** Scroll position, and the greatest one. */
  readonly top: number
  readonly maxTop: number
}

/** Returns the region at a cell; undefined for a cell between the panes. */
export const regionAt = (
  regions: readonly Region[],
  row: number,
  column: number,
): Region | undefined =>
  regions.find(
    (region) =>
      row >= region.row &&
      row < region.row + region.height &&
      column >= region.left &&
      column < region.left + region.width,
  )
