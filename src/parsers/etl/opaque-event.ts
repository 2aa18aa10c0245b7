import { PayloadText } from '../shared/payload-text.ts'
import type { EtlEvent } from './etl-event.ts'
import { isTraceMetadata } from './trace-metadata.ts'

/**
 * What can be read of events whose schema is not known: the text in their payload, UTF-16 or one
 * byte a character.
 */
export class OpaqueEvent {
  private readonly payload = new PayloadText()

  read({ bytes, from, to }: EtlEvent): void {
    this.payload.readBytes(bytes, from, to)
  }

  /** The texts, a line for each; valid until the next event. */
  get text(): Uint8Array {
    return this.payload.text
  }

  get length(): number {
    return this.payload.length
  }

  /** The payload is nothing but text: no schema could tell more of it, but names. */
  get isText(): boolean {
    return this.payload.length > 0 && this.payload.binaryBytes === 0
  }
}

/**
 * The texts in the payload of one event, in order: for printing what stays opaque. What a trace
 * says of itself is packed, and no text.
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
