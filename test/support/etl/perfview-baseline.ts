import type { EtlValue } from '../../../src/parsers/etl/etl-event.ts'

/**
 * One line of a baseline: an event with the names of Microsoft's own reader (PerfView's
 * TraceEvent).
 */
export interface BaselineEvent {
  /** Such as `Microsoft-Windows-DotNETRuntime/GC/Start`. */
  readonly name: string
  /** Milliseconds since the start of the session, with three decimals. */
  readonly sinceStartMs: number
  readonly pid: number
  readonly tid: number
  readonly cpu: number
  readonly size: number
  readonly values: readonly (readonly [name: string, value: string])[]
}

export interface Baseline {
  readonly events: readonly BaselineEvent[]
  readonly counts: ReadonlyMap<string, number>
}

// EVENT 8,184.674: Windows Kernel/Process/DCStart PID=0; TID=-1; PName=Idle; ProceNum=7;
// DataLen=75; ProcessID=0; ParentID=0;
const EVENT =
  /^EVENT ([\d,.]+): (.+?) PID=(-?\d+); TID=(-?\d+); PName=.*?; ProceNum=(\d+); DataLen=(\d+); (.*)$/
const COUNT = /^COUNT (.+):(\d+)$/

export function readBaseline(text: string): Baseline {
  const events: BaselineEvent[] = []
  const counts = new Map<string, number>()
  for (const line of text.split(/\r?\n/)) {
    const count = COUNT.exec(line)
    if (count) counts.set(count[1] ?? '', Number(count[2]))
    const [matched, since, name, pid, tid, cpu, size, values] = EVENT.exec(line) ?? []
    if (matched === undefined) continue
    events.push({
      name: name ?? '',
      sinceStartMs: Number(since?.replaceAll(',', '')),
      pid: Number(pid),
      tid: Number(tid),
      cpu: Number(cpu),
      size: Number(size),
      // A value may contain `; `, but in these files never before a `name=`.
      values: [...(values ?? '').matchAll(/(\w+)=(.*?); ?(?=\w+=|$)/g)].map(
        (match) => [match[1] ?? '', match[2] ?? ''] as const,
      ),
    })
  }
  return { events, counts }
}

/**
 * Whether both values are equal. The baseline writes thousands with commas and hexadecimal with
 * eight digits, and cuts long texts after twenty characters.
 */
export function isSameValue(theirs: string, ours: EtlValue): boolean {
  const theirText = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(theirs)
    ? theirs.replaceAll(',', '')
    : theirs
  const number = numberOf(theirText)
  const own =
    typeof ours === 'string'
      ? numberOf(ours)
      : typeof ours === 'number' || typeof ours === 'bigint'
        ? ours
        : undefined
  if (number !== undefined && own !== undefined) return equalBits(number, own)
  const text = typeof ours === 'string' && ISO.test(ours) ? shortTime(ours) : String(ours)
  if (typeof ours === 'boolean') return theirText.toLowerCase() === text
  return theirText.endsWith('...') ? text.startsWith(theirText.slice(0, -3)) : theirText === text
}

const ISO = /^\d{4}-\d\d-\d\dT[\d:.]+Z?$/
const shortTime = (iso: string): string =>
  iso.slice(2).replaceAll('-', '/').replace('T', ' ').slice(0, 20)

const numberOf = (text: string): number | bigint | undefined =>
  /^0x[0-9a-f]+$/i.test(text) || /^-?\d+$/.test(text) ? BigInt(text) : undefined

/** The baseline prints unsigned 32-bit and 64-bit numbers as signed ones. */
function equalBits(theirs: number | bigint, ours: number | bigint): boolean {
  const [left, right] = [
    BigInt(theirs),
    BigInt(Math.trunc(Number(ours)) === Number(ours) ? ours : 0),
  ]
  return left === right || left === BigInt.asIntN(32, right) || left === BigInt.asIntN(64, right)
}
