import { createHash } from 'node:crypto'
import { writtenLine } from '../batch/written-line.ts'
import type { BatchLine, WrittenLine } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { redactor } from '../redact/redact-case.ts'
import { fingerprintOf, type RedactionSettings } from '../settings/redaction-settings.ts'
import { RedactionMap } from './redaction-map.ts'

/**
 * Redacts the lines of a batch where they are written, whoever judged them: the key never leaves
 * this process, and what workers, a queue or a cache hold is as it was judged. Tokens are made with
 * a key, so each line is redacted alone, and no memory grows with the bundles.
 */
export class BatchRedaction {
  private readonly key: Uint8Array
  private readonly shift: number | undefined
  private readonly map: RedactionMap | undefined

  constructor(settings: RedactionSettings & { readonly key: Uint8Array }) {
    this.key = settings.key
    this.map = settings.map === undefined ? undefined : new RedactionMap(settings.map, settings)
    this.shift = this.map?.shift ?? settings.shift
  }

  redacted({ text }: WrittenLine): WrittenLine {
    const line = JSON.parse(new TextDecoder().decode(text)) as BatchLine
    return writtenLine({ ...this.redactor().redactLine(line), ruleSet: this.ruleSet(line.ruleSet) })
  }

  /** What a bundle is named in the results. */
  bundle(bundle: string): string {
    return this.redactor().caseToken(bundle)
  }

  /** Results of another key, or of none, do not go on with these. */
  ruleSet(of: string): string {
    return createHash('sha256')
      .update(`${of} ${fingerprintOf(this.key)} ${this.shift ?? 0}`)
      .digest('hex')
      .slice(0, 16)
  }

  end(): void {
    this.map?.close()
  }

  private redactor() {
    return redactor({
      key: this.key,
      ...defined({ shift: this.shift, hear: this.map === undefined ? undefined : this.map.add }),
    })
  }
}
