import type { EtlHeader } from './etl-event.ts'

/** Layout of an event that begins with the marker 0xC0TTxxxx, where TT is its header type. */
interface HeaderLayout {
  readonly header: Exclude<EtlHeader, 'trace-message'>
  /** Offset of the u16 size of the whole event: in the marker or after it. */
  readonly sizeAt: 0 | 4
  readonly fixedBytes: number
  readonly pointerBytes: 4 | 8
}

const layout = (
  header: HeaderLayout['header'],
  sizeAt: 0 | 4,
  fixedBytes: number,
  pointerBytes: 4 | 8,
): HeaderLayout => ({
  header,
  sizeAt,
  fixedBytes,
  pointerBytes,
})

const byType = new Map<number, HeaderLayout>([
  [1, layout('system', 4, 32, 4)],
  [2, layout('system', 4, 32, 8)],
  [3, layout('compact', 4, 24, 4)],
  [4, layout('compact', 4, 24, 8)],
  [10, layout('full', 0, 48, 4)],
  [11, layout('instance', 0, 72, 4)],
  [13, layout('error', 0, 8, 8)],
  [16, layout('perf-info', 4, 16, 4)],
  [17, layout('perf-info', 4, 16, 8)],
  [18, layout('event', 0, 80, 4)],
  [19, layout('event', 0, 80, 8)],
  [20, layout('full', 0, 48, 8)],
  [21, layout('instance', 0, 72, 8)],
])

/** Layouts by header type; undefined for unknown types. */
export const headerLayouts: readonly (HeaderLayout | undefined)[] = Array.from(
  { length: 256 },
  (_, type) => byType.get(type),
)
