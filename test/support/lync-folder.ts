import { copyFileSync, mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from './temporary-folder.ts'

const LOG = 'samples/formats/client-log/sign-in.UccApilog'

/**
 * A folder with the layout of Skype for Business: a log, and an empty spool of kim@contoso.example.
 */
export class LyncFolder {
  readonly path = temporaryFolder('lync')
  readonly spool = join(this.path, 'sip_kim@contoso.example', 'History Spooler')

  constructor() {
    mkdirSync(join(this.path, 'Tracing'))
    mkdirSync(this.spool, { recursive: true })
    copyFileSync(LOG, join(this.path, 'Tracing', 'Lync-UccApi-0.UccApilog'))
  }

  /** Adds an item that has waited for `minutes` minutes. */
  addItem(name: string, minutes = 0): void {
    const item = join(this.spool, name)
    writeFileSync(item, 'never opened')
    const since = new Date(Date.now() - minutes * 60_000)
    utimesSync(item, since, since)
  }

  removeItem(name: string): void {
    rmSync(join(this.spool, name))
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}
