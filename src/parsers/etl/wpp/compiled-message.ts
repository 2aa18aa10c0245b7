import type { Mutable } from '../../../model/defined.ts'
import { setOwn } from '../../../model/defined.ts'
import { toIsoTime } from '../../../model/moment.ts'
import { trimTrailing } from '../../../model/text/trim-trailing.ts'
import { LONG_MESSAGE, MAX_MESSAGE_CHARS } from '../decoders/format-value.ts'
import { formatByteCount } from '../decoders/layout.ts'
import type { DecodedEvent, EtlEvent, EtlFields, EtlValue } from '../etl-event.ts'
import {
  formatInteger,
  formatReal,
  formatText,
  isCharacterSpec,
  isIntegerSpec,
  isRealSpec,
  type PrintfSpec,
} from '../printf-spec.ts'
import { type FormatPart, parseFormatString } from './format-string.ts'
import { type ItemKind, itemKinds } from './item-kinds.ts'
import type { TmfArgument, TmfMessage } from './tmf.ts'
import type { WppPayload } from './wpp-payload.ts'

/** Placeholder for an unreadable value. */
const UNREAD = '<?>'

interface Slot {
  readonly argument: TmfArgument
  /** Undefined for an unknown item type. The arguments after it cannot be located. */
  readonly kind: ItemKind | undefined
  /** Its name in the fields. */
  readonly name: string
}

/** Values of the leading arguments of a payload. `mismatch` says why others are missing. */
interface ArgumentsRead {
  readonly values: readonly EtlValue[]
  readonly mismatch?: string
}

/** One message of a TMF, parsed once to format many events. */
export class CompiledMessage {
  private readonly message: TmfMessage
  private readonly slots: readonly Slot[]
  private readonly parts: readonly FormatPart[]
  private readonly indexes: ReadonlyMap<number, number>

  constructor(message: TmfMessage) {
    this.message = message
    this.parts = parseFormatString(message.format)
    this.indexes = new Map(message.arguments.map(({ number }, index) => [number, index]))
    const names = new Set<string>()
    this.slots = message.arguments.map((argument) => {
      const plain = argument.expression === '' ? `arg${argument.number}` : argument.expression
      const name = names.has(plain) ? `${plain} (${argument.number})` : plain
      names.add(name)
      return { argument, kind: itemKinds.get(argument.item), name }
    })
  }

  /** Decodes an event whose arguments are in `payload`. */
  decode(event: EtlEvent, payload: WppPayload): DecodedEvent {
    const { provider, place, level, flags, function: functionName, source } = this.message
    const read = this.read(payload)
    const { values } = read
    const text = this.text(event, values, payload)
    const mismatch = read.mismatch ?? (text.length > MAX_MESSAGE_CHARS ? LONG_MESSAGE : undefined)
    const left = payload.to - payload.at
    const rest =
      read.mismatch === undefined
        ? ''
        : ` ${UNREAD}${left === 0 ? '' : ` [${formatByteCount(left)}]`}`
    const decoded: Mutable<DecodedEvent> = {
      by: 'wpp',
      message: text + rest,
      fields: this.fields(values),
    }
    if (provider !== '') decoded.provider = provider
    if (place !== '' || source !== '') decoded.place = place || source
    if (level !== undefined) decoded.level = level
    if (flags !== undefined) decoded.flags = flags
    if (functionName !== undefined) {
      decoded.function = functionName
      decoded.name = functionName
    }
    if (mismatch !== undefined) {
      decoded.mismatch = mismatch
      decoded.isPartial = true
    }
    if (payload.blobs.length > 0) decoded.blobs = payload.blobs
    return decoded
  }

  private read(payload: WppPayload): ArgumentsRead {
    const values: EtlValue[] = []
    for (const { argument, kind } of this.slots) {
      if (!kind)
        return {
          values,
          mismatch:
            `argument ${argument.number} has the unknown type ` +
            (argument.item || argument.expression),
        }
      const value = kind.read(payload, argument)
      if (value === undefined)
        return {
          values,
          mismatch: `argument ${argument.number} (${argument.item}) is missing from the payload`,
        }
      values.push(value)
    }
    const left = payload.to - payload.at
    return left === 0
      ? { values }
      : { values, mismatch: `${left} bytes are left after the arguments` }
  }

  private fields(values: readonly EtlValue[]): EtlFields {
    const fields: Record<string, EtlValue> = {}
    for (const [index, value] of values.entries()) {
      setOwn(fields, this.slots[index]?.name ?? '', value)
    }
    return fields
  }

  private text(event: EtlEvent, values: readonly EtlValue[], payload: WppPayload): string {
    let text = ''
    for (const part of this.parts) {
      // Bounds the text: a format may repeat a long argument many times.
      if (text.length > MAX_MESSAGE_CHARS) break
      if (typeof part === 'string') text += part
      else if ('name' in part) text += this.named(part.name)
      else if (part.number < 10) text += formatText(part.spec, this.prefixed(part.number, event))
      else text += this.argument(part.number, part.spec, values, payload)
    }
    return text
  }

  private argument(
    number: number,
    spec: PrintfSpec,
    values: readonly EtlValue[],
    payload: WppPayload,
  ): string {
    const index = this.indexes.get(number) ?? -1
    const value = values[index]
    const slot = this.slots[index]
    if (value === undefined || !slot?.kind) return UNREAD
    const { kind, argument } = slot
    if (kind.bytes !== undefined && (typeof value === 'number' || typeof value === 'bigint')) {
      if (isIntegerSpec(spec)) return formatInteger(spec, value, kind.bytes || payload.pointerBytes)
      if (isCharacterSpec(spec))
        return formatText(spec, String.fromCharCode(Number(value) & 0xffff))
    }
    if (typeof value === 'number' && isRealSpec(spec)) return formatReal(spec, value)
    return formatText(spec, kind.text(value, argument, payload))
  }

  private named(name: string): string {
    const {
      function: functionName = '',
      level = '',
      flags = '',
      source,
      place,
      component = '',
      subComponent = '',
    } = this.message
    if (name === 'FUNC') return functionName
    if (name === 'LEVEL') return level
    if (name === 'FLAGS') return flags
    if (name === 'FILE') return source
    // Sideband_c229
    if (name === 'LINE') return place.slice(trimTrailing(place, '0123456789').length)
    return name === 'COMPNAME' ? component : subComponent
  }

  /** Value of a standard prefix field (1 to 9) that a format refers to. */
  private prefixed(number: number, { pid, tid, cpu, at }: EtlEvent): string {
    const { provider, place } = this.message
    if (number === 1) return provider
    if (number === 2) return place
    if (number === 3) return (tid ?? 0xffff_ffff).toString(16).toUpperCase().padStart(4, '0')
    if (number === 4) return toIsoTime(at)
    if (number === 8) return (pid ?? 0xffff_ffff).toString(16).toUpperCase().padStart(4, '0')
    return number === 9 ? String(cpu) : ''
  }
}
