import { defined } from '../model/defined.ts'
import type { CmdletOutput } from '../model/observation.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { truncateText } from '../model/text/printable.ts'
import { sourceOfProperty } from './cmdlet-property.ts'

/** The value of a switch, such as `EnableOfflineIm`, in one source. */
export interface SwitchReading {
  /** As spelled in the source, because not all in-band names are documented. */
  readonly name: string
  readonly value: boolean
  /** The source in words, such as `Get-CsImConfiguration, Global`. */
  readonly sourceText: string
  /** `user@domain` in lower case; undefined when the source does not name a user. */
  readonly user?: string
  /** Milliseconds UTC; undefined when the source has no time of its own. */
  readonly at?: number
  readonly source: SourceRef
}

/**
 * Parses `true`, `false`, `True`, `False`, `0` and `1`, all SEEN in provisioning. Anything else is
 * undefined: the value is then unknown.
 */
export function parseSwitchValue(text: string | undefined): boolean | undefined {
  const value = text?.trim().toLowerCase()
  if (value === 'true' || value === '1') return true
  return value === 'false' || value === '0' ? false : undefined
}

/** A printed switch whose value is neither True nor False, or could not be read. */
export interface UnreadSwitch {
  /** `EnableOfflineIm`. */
  readonly name: string
  /** `Global`, `Site:…` or `Tag:…`, as printed. */
  readonly identity: string
  /** The value as printed; undefined when the parser could not read it. */
  readonly text?: string
  readonly source: SourceRef
}

/**
 * The switch `name` of a printed object as unread. Undefined when the value is readable, or blank:
 * a blank switch is not set.
 */
function findUnreadSwitch(
  output: CmdletOutput,
  name: string,
  identity: string,
): UnreadSwitch | undefined {
  const property = name.toLowerCase()
  const text = output.properties.get(property)?.trim()
  if (text === '' || parseSwitchValue(text) !== undefined) return undefined
  return { name, identity, source: sourceOfProperty(output, property), ...defined({ text }) }
}

/** `The value “Maybe” of EnableOfflineIm in Site:Berlin could not be read.` */
export function formatUnreadSwitch({ name, identity, text }: UnreadSwitch): string {
  const valueText = text === undefined ? 'The value' : `The value “${truncateText(text)}”`
  return `${valueText} of ${name} in ${identity} could not be read.`
}

/**
 * More readings than a case has. The limit stops a hostile log from growing the map.
 * Limit: readings of a switch that are kept.
 * Beyond: further scopes are left out.
 */
const MAX_READINGS = 1000

/**
 * Keeps the latest reading for each value of each switch, source and user. Rules need no more than
 * that, so memory does not grow with the log.
 */
export class LatestReadings {
  private readonly latest = new Map<string, SwitchReading>()

  add(reading: SwitchReading): void {
    const { user, sourceText, name, value } = reading
    const key = [user, sourceText, name.toLowerCase(), value].join('\n')
    const before = this.latest.get(key)
    const isKept =
      before === undefined ? this.latest.size < MAX_READINGS : timeOf(reading) >= timeOf(before)
    if (isKept) this.latest.set(key, reading)
  }

  all(): readonly SwitchReading[] {
    return [...this.latest.values()]
  }
}

/** The switch `name` in all objects that a cmdlet printed. */
export class PrintedSwitch {
  readonly unread: UnreadSwitch[] = []
  private readonly latest = new LatestReadings()
  private readonly name: string
  private readonly property: string
  private readonly maxUnread: number

  /** Keeps up to `maxUnread` unread switches, because a hostile file can print any number. */
  constructor(name: string, maxUnread: number) {
    this.name = name
    this.property = name.toLowerCase()
    this.maxUnread = maxUnread
  }

  /** Adds the switch of one printed object. `identity` becomes the `sourceText` of the reading. */
  add(output: CmdletOutput, identity: string): void {
    const { name, property } = this
    const unread = findUnreadSwitch(output, name, identity)
    if (unread && this.unread.length < this.maxUnread) this.unread.push(unread)
    const value = parseSwitchValue(output.properties.get(property))
    if (value === undefined) return
    this.latest.add({
      name,
      value,
      sourceText: identity,
      source: sourceOfProperty(output, property),
      ...defined({ at: output.at }),
    })
  }

  readings(): readonly SwitchReading[] {
    return this.latest.all()
  }
}

/** The readings of one switch that decide its value. */
export interface EffectiveReadings {
  /** The reading in force. */
  readonly current?: SwitchReading
  /** The latest reading that contradicts `current` and is not stale. */
  readonly conflicting?: SwitchReading
  /**
   * The latest reading from before the last sign-in. A policy reaches the client at sign-in, so
   * this value may have changed since.
   */
  readonly stale?: SwitchReading
}

/**
 * The value that the client received last. Readings from before its last sign-in (milliseconds UTC)
 * are stale.
 */
export function selectInBandReadings(
  readings: readonly SwitchReading[],
  lastSignIn = Number.NEGATIVE_INFINITY,
): EffectiveReadings {
  const byTime = [...readings].sort((left, right) => timeOf(right) - timeOf(left))
  const [current, ...older] = byTime.filter((reading) => timeOf(reading) >= lastSignIn)
  const conflicting = older.find(({ value }) => value !== current?.value)
  const stale = byTime.find((reading) => timeOf(reading) < lastSignIn)
  return defined({ current, conflicting, stale })
}

/**
 * The value of a policy that was printed once or several times. The latest output from before the
 * last sign-in (milliseconds UTC) is in force, because a later change has not reached the client.
 * Without times, off wins: at least one output shows that the switch was off.
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
  const conflicting = others.find(({ value }) => value !== current?.value)
  return defined({ current, conflicting })
}

const timeOf = ({ at }: SwitchReading): number => at ?? Number.NEGATIVE_INFINITY
