import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A temporary Lync folder to watch. */
export class LyncFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'spoolscope-bench-'))
  readonly spool = join(this.path, 'sip_kim@contoso.example', 'History Spooler')
  readonly log = join(this.path, 'Tracing', 'Lync-UccApi-0.UccApilog')

  constructor() {
    mkdirSync(this.spool, { recursive: true })
    mkdirSync(join(this.path, 'Tracing'))
    this.trace('CUccEndpoint::GetState returns UCCES_ENABLED')
  }

  spooled(name: string): void {
    writeFileSync(join(this.spool, name), 'x'.repeat(1200))
  }

  /** Appends one record to the log. */
  trace(text: string): void {
    appendFileSync(this.log, `${stamp(Date.now())} 1A2C:9F4 INFO  :: ${text}\r\n`)
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** `06/14/2016|10:11:12.123`, in UTC. */
export function stamp(at: number): string {
  const iso = new Date(at).toISOString()
  return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(0, 4)}|${iso.slice(11, 23)}`
}
