import { defined } from '../model/defined.ts'
import type { SourceRef } from '../model/source-ref.ts'

/** What one place says of a switch. */
export interface SwitchReading {
  /** As it is spelled there: the in-band names are not all documented. */
  readonly name: string
  readonly value: boolean
  /** The place in words, such as `Get-CsImConfiguration, Global`. */
  readonly where: string
  /** `user@domain` in lower case; absent when the place speaks for nobody in particular. */
  readonly user?: string
  /** Milliseconds UTC; absent when the place has no time of its own. */
  readonly at?: number
  readonly source: SourceRef
}

/**
 * `true/false/True/False/0/1`, all SEEN in provisioning; undefined for anything else, which is then
 * not known.
 */
export function parseSwitchValue(text: string | undefined): boolean | undefined {
  const value = text?.trim().toLowerCase()
  if (value === 'true' || value === '1') return true
  return value === 'false' || value === '0' ? false : undefined
}

/** More than a case has; a hostile log must not grow the map. */
const MOST = 1000

/**
 * Keeps the latest reading of each value of each switch, place and user: enough to judge by,
 * however long the log.
 */
export class LatestReadings {
  private readonly latest = new Map<string, SwitchReading>()

  add(reading: SwitchReading): void {
    const { user, where, name, value, at = Number.NEGATIVE_INFINITY } = reading
    const key = [user, where, name.toLowerCase(), value].join('\n')
    const before = this.latest.get(key)
    if (
      before === undefined ? this.latest.size < MOST : at >= (before.at ?? Number.NEGATIVE_INFINITY)
    )
      this.latest.set(key, reading)
  }

  all(): readonly SwitchReading[] {
    return [...this.latest.values()]
  }
}

/** Of what was seen of a switch, what is in force. */
export interface EffectiveReadings {
  readonly current?: SwitchReading
  /** Says otherwise than `current`, and is not stale either. */
  readonly contradicting?: SwitchReading
  /**
   * The latest from before the last sign-in. A policy reaches the client at sign-in, so this need
   * not hold any more.
   */
  readonly stale?: SwitchReading
}

/**
 * What the client was told last. Readings from before its last sign-in (milliseconds UTC) are
 * stale.
 */
export function selectInBandReadings(
  readings: readonly SwitchReading[],
  lastSignIn = Number.NEGATIVE_INFINITY,
): EffectiveReadings {
  const byTime = [...readings].sort((left, right) => timeOf(right) - timeOf(left))
  const [current, ...older] = byTime.filter((reading) => timeOf(reading) >= lastSignIn)
  const contradicting = older.find(({ value }) => value !== current?.value)
  const stale = byTime.find((reading) => timeOf(reading) < lastSignIn)
  return {
    ...defined({
      current: current ? current : undefined,
      contradicting: contradicting ? contradicting : undefined,
      stale: stale ? stale : undefined,
    }),
  }
}

/**
 * What a policy says, printed one time or several. The latest from before the last sign-in counts,
 * for a later change has not reached the client; without times that tell, off counts: one of the
 * two prints says that it was off.
 */
export function selectPrintedReadings(
  readings: readonly SwitchReading[],
  lastSignIn = Number.POSITIVE_INFINITY,
): EffectiveReadings {
  const rank = (reading: SwitchReading): number => {
    if (reading.at === undefined) return reading.value ? -2 : -1
    return reading.at <= lastSignIn ? reading.at : -reading.at
  }
  const [current, ...others] = [...readings].sort((left, right) => rank(right) - rank(left))
  const contradicting = others.find(({ value }) => value !== current?.value)
  return {
    ...defined({
      current: current ? current : undefined,
      contradicting: contradicting ? contradicting : undefined,
    }),
  }
}

const timeOf = ({ at }: SwitchReading): number => at ?? Number.NEGATIVE_INFINITY
