import type { DecodedEvent } from './etl-event.ts'

/**
 * Bounds the memory: damaged traces may have any process ids.
 * Limit: processes of a trace whose events are counted.
 * Beyond: further ones are not counted apart.
 */
const MAX_PROCESSES = 10_000
// Lync.exe   communicator.exe
const CLIENT_IMAGE = /^(?:lync|communicator)\.exe$/i

/**
 * Finds the client among the processes that wrote events of a trace. The Windows kernel lists the
 * processes anywhere in a trace, mostly at its end. A client that is only listed wrote nothing.
 */
export class TraceProcesses {
  private readonly writers = new Map<number, { events: number }>()
  private readonly clientImages = new Map<number, string>()
  private lastId = -1
  private last = { events: 0 }

  /** Counts an event that a program wrote. */
  addWriter(id: number): void {
    if (id !== this.lastId) {
      this.lastId = id
      this.last = this.writers.get(id) ?? { events: 0 }
      if (this.writers.size < MAX_PROCESSES) this.writers.set(id, this.last)
    }
    this.last.events += 1
  }

  /** Notes the process that an event of the Windows kernel describes, if it is the client. */
  addKernelEvent({ name, fields }: DecodedEvent): void {
    if (name === undefined || !name.startsWith('Process/')) return
    const { ProcessId: id, ImageFileName: image } = fields
    if (typeof id !== 'number' || typeof image !== 'string' || !CLIENT_IMAGE.test(image)) return
    if (this.clientImages.size < MAX_PROCESSES) this.clientImages.set(id, image)
  }

  /** The clients that wrote events since the last call, and how many. */
  takeClients(): readonly { readonly image: string; readonly events: number }[] {
    return [...this.clientImages].flatMap(([id, image]) => {
      const writer = this.writers.get(id)
      if (writer === undefined || writer.events === 0) return []
      const { events } = writer
      writer.events = 0
      return [{ image, events }]
    })
  }
}
