import { createHash } from 'node:crypto'
import { toWrittenLine } from '../batch/to-written-line.ts'
import type { BatchLine, SerializedBatchLine } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { createRedactor } from '../redact/redact-case.ts'
import { keyFingerprint, type RedactionSettings } from '../settings/redaction-settings.ts'
import { RedactionMap } from './redaction-map.ts'

/**
 * Redacts the lines of a batch where they are written, whoever judged them: the key never leaves
 * this process, and what workers, a queue or a cache hold is as it was judged. Tokens are made with
 * a key, so each line is redacted alone, and no memory grows with the bundles.
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

  /** What a bundle is named in the results. */
  bundleToken(bundle: string): string {
    return this.createRedactor().caseToken(bundle)
  }

  /** Results of another key, or of none, do not go on with these. */
  redactedRuleSet(ruleSet: string): string {
    return createHash('sha256')
      .update(`${ruleSet} ${keyFingerprint(this.key)} ${this.shift ?? 0}`)
      .digest('hex')
      .slice(0, 16)
  }

  close(): void {
    this.map?.close()
  }

  private createRedactor() {
    return createRedactor({
      key: this.key,
      ...defined({ shift: this.shift, onToken: this.map === undefined ? undefined : this.map.add }),
    })
  }
}
