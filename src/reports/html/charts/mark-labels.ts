import stringWidth from 'string-width'
import { greatestOf } from '../../../model/numbers/extremes.ts'
import { toPrintable, truncateText } from '../../../model/text/printable.ts'
import { html, type SafeHtml } from '../safe-html.ts'
import { roundCoordinate, svgText } from './svg.ts'

/** A mark to label, at its x coordinate. */
interface LabeledMark {
  readonly x: number
  readonly text: string
}

interface PlacedLabel extends LabeledMark {
  /** Left edge of the text, which is at the mark unless the chart ends there. */
  readonly left: number
  readonly width: number
  /** Rows below the marks, from 0. */
  readonly row: number
}

/** Pixels. */
const CHARACTER_WIDTH = 6.6
const ROW_HEIGHT = 13
const GAP = 8
const MAX_LABEL_CHARACTERS = 32
/** Marks whose labels find no place are in the tooltips and in the table. */
const MAX_ROWS = 4

/**
 * Draws labels below marks at `top`, so that no two overlap, and none leaves the space between
 * `from` and `to`. Neighbors with the same text share a label with their number. Returns the height
 * of all rows too.
 */
export function markLabels(
  marks: readonly LabeledMark[],
  top: number,
  { from, to }: { readonly from: number; readonly to: number },
): { readonly height: number; readonly labels: SafeHtml } {
  const placed = placeLabels(joinNeighbors(marks), from, to)
  const rows = greatestOf(placed.map(({ row }) => row + 1)) ?? 0
  const labels = placed.map(({ x, left, row, text }) => {
    const baseline = top + row * ROW_HEIGHT + 10
    const [x1, y2] = [roundCoordinate(x), roundCoordinate(baseline - 9)]
    // The first row is right below its marks.
    const leader =
      row > 0 && html`<line class="leader" x1="${x1}" x2="${x1}" y1="${top}" y2="${y2}"/>`
    return html`${leader}${svgText('mark-label', { x: left, y: baseline }, text)}`
  })
  return { height: rows * ROW_HEIGHT, labels: html`<g aria-hidden="true">${labels}</g>` }
}

/** Joins each run of marks with the same text that are closer than the text is long. */
function joinNeighbors(marks: readonly LabeledMark[]): LabeledMark[] {
  const joined: { x: number; text: string; lastX: number; count: number }[] = []
  for (const { x, text } of [...marks].sort((left, right) => left.x - right.x)) {
    const shown = truncateText(toPrintable(text), MAX_LABEL_CHARACTERS)
    const last = joined.at(-1)
    if (last?.text === shown && x - last.lastX < widthOf(`${shown} ×99`) + GAP) {
      last.lastX = x
      last.count += 1
    } else joined.push({ x, text: shown, lastX: x, count: 1 })
  }
  return joined.map(({ x, text, count }) => ({ x, text: count > 1 ? `${text} ×${count}` : text }))
}

/** Places as many labels as possible, trying both orders. */
function placeLabels(marks: readonly LabeledMark[], from: number, to: number): PlacedLabel[] {
  const fromRight = placeInOrder([...marks].reverse(), from, to)
  if (fromRight.length === marks.length) return fromRight
  const fromLeft = placeInOrder(marks, from, to)
  return fromLeft.length > fromRight.length ? fromLeft : fromRight
}

/**
 * Places each label in the first row where it has room and where the line to its mark crosses no
 * text. A label begins at its mark, or ends at it. A label without a place is left out.
 */
function placeInOrder(marks: readonly LabeledMark[], from: number, to: number): PlacedLabel[] {
  const placed: PlacedLabel[] = []
  for (const { x, text } of marks) {
    const width = widthOf(text)
    const places = Array.from({ length: MAX_ROWS }, (_, row) =>
      [x - 4, x + 4 - width].map((wanted) => {
        const left = Math.max(from, Math.min(wanted, to - width))
        return { x, text, left, width, row }
      }),
    ).flat()
    const place = places.find((label) => placed.every((other) => isApart(label, other)))
    if (place) placed.push(place)
  }
  return placed
}

/** Whether neither text overlaps the other, nor the line from the other to its mark. */
function isApart(label: PlacedLabel, other: PlacedLabel): boolean {
  if (label.row === other.row)
    return (
      label.left + label.width + GAP <= other.left || other.left + other.width + GAP <= label.left
    )
  const [upper, lower] = label.row < other.row ? [label, other] : [other, label]
  return lower.x < upper.left - 2 || lower.x > upper.left + upper.width + 2
}

const widthOf = (text: string): number => stringWidth(text) * CHARACTER_WIDTH
