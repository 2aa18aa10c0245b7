import type { DecodedEvent } from './etl-event.ts'

/** Bounds the memory: damaged traces may have any process ids. */
const MAX_PROCESSES = 10_000
// Lync.exe   communicator.exe
const CLIENT_IMAGE = /^(?:lync|communicator)\.exe$/i

/**
 * Finds the client among the processes that wrote events of a trace. The Windows kernel lists the
 * processes anywhere in a trace, mostly at its end. A client that is only listed wrote nothing.
 */
export class TraceProcesses {
  private readonly writerIds = new Set<number>()
  private readonly clientImages = new Map<number, string>()
  private lastId = -1

  /** Notes the process of an event that a program wrote. */
  addWriter(id: number): void {
    if (id === this.lastId) return
    this.lastId = id
    if (this.writerIds.size < MAX_PROCESSES) this.writerIds.add(id)
  }

  /** Notes the process that an event of the Windows kernel describes, if it is the client. */
  addKernelEvent({ name, fields }: DecodedEvent): void {
    if (name === undefined || !name.startsWith('Process/')) return
    const { ProcessId: id, ImageFileName: image } = fields
    if (typeof id !== 'number' || typeof image !== 'string' || !CLIENT_IMAGE.test(image)) return
    if (this.clientImages.size < MAX_PROCESSES) this.clientImages.set(id, image)
  }

  /** Image names of the clients that wrote events. */
  writers(): readonly string[] {
    return [...this.clientImages].flatMap(([id, image]) => (this.writerIds.has(id) ? [image] : []))
  }
}
