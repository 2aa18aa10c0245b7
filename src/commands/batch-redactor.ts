import { createHash } from 'node:crypto'
import { toWrittenLine } from '../batch/to-written-line.ts'
import type { BatchLine, SerializedBatchLine } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { createRedactor, type Redactor } from '../redact/redact-case.ts'
import { RedactionMap } from './redaction-map.ts'
import { keyFingerprint, type RedactionSettings } from './redaction-settings.ts'

/**
 * Redacts the lines of a batch where they are written: the key never leaves this process, and
 * workers, queue and cache hold what was analyzed. Tokens come from the key, so each line is
 * redacted alone, and memory does not grow with the number of bundles.
 */
export class BatchRedactor {
  private readonly key: Uint8Array
  private readonly shift: number | undefined
  private readonly map: RedactionMap | undefined

  constructor(settings: RedactionSettings & { readonly key: Uint8Array }) {
    this.key = settings.key
    this.map = settings.map === undefined ? undefined : new RedactionMap(settings.map, settings)
    this.shift = this.map?.shift ?? settings.shift
  }

  redactLine({ text }: SerializedBatchLine): SerializedBatchLine {
    const line = JSON.parse(new TextDecoder().decode(text)) as BatchLine
    return toWrittenLine({
      ...this.createRedactor().redactLine(line),
      ruleSet: this.redactedRuleSet(line.ruleSet),
    })
  }

  /** The name of a bundle in the redacted results. */
  bundleToken(bundle: string): string {
    return this.createRedactor().caseToken(bundle)
  }

  /** Differs between keys: results of another key, or of none, cannot be continued. */
  redactedRuleSet(ruleSet: string): string {
    return createHash('sha256')
      .update(`${ruleSet} ${keyFingerprint(this.key)} ${this.shift ?? 0}`)
      .digest('hex')
      .slice(0, 16)
  }

  close(): void {
    this.map?.close()
  }

  private createRedactor(): Redactor {
    return createRedactor({
      key: this.key,
      ...defined({ shift: this.shift, onToken: this.map?.add }),
    })
  }
}
