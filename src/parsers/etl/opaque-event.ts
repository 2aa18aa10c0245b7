import { PayloadText } from '../shared/payload-text.ts'
import type { EtlEvent } from './etl-event.ts'
import { isTraceMetadata } from './trace-metadata.ts'

/**
 * Reads the texts in the payload of an event without a known schema. They are UTF-16 or one byte
 * per character.
 */
export class OpaqueEvent {
  private readonly payload = new PayloadText()

  read({ bytes, from, to }: EtlEvent): void {
    this.payload.readBytes(bytes, from, to)
  }

  /** Reads binary data of a decoded event. */
  readBytes(bytes: Uint8Array): void {
    this.payload.readBytes(bytes, 0, bytes.length)
  }

  /** The texts, one per line. Valid until the next event. */
  get text(): Uint8Array {
    return this.payload.text
  }

  get length(): number {
    return this.payload.length
  }

  /** True when the payload is nothing but text, so that a schema could add only names. */
  get isText(): boolean {
    return this.payload.length > 0 && this.payload.binaryBytes === 0
  }
}

/**
 * Texts in the payload of an event that stays opaque, in order, for printing. Events about the
 * trace itself have none: their payload is binary.
 */
export function readOpaqueTexts(
  event: EtlEvent,
  decode: (bytes: Uint8Array, from: number, to: number) => string,
): readonly string[] {
  if (isTraceMetadata(event)) return []
  const opaque = new OpaqueEvent()
  opaque.read(event)
  return opaque.length === 0 ? [] : decode(opaque.text, 0, opaque.length).split('\n')
}
