import { createHash } from 'node:crypto'
import type { LineRedaction } from '../batch/redact-line.ts'
import type { SerializedBatchLine } from '../model/batch-line.ts'
import { defined } from '../model/defined.ts'
import { createRedactor } from '../redact/redact-case.ts'
import { RedactionMap } from './redaction/redaction-map.ts'
import { keyFingerprint, type RedactionSettings } from './redaction/redaction-settings.ts'

/**
 * The redaction of a batch. Worker threads of this process redact the lines, with the key. It never
 * leaves this process: workers on other machines, queue and cache hold what was analyzed.
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

  /** How worker threads redact lines of this rule set. */
  lineRedaction(ruleSet: string): LineRedaction {
    return {
      key: this.key,
      ruleSet: this.redactedRuleSet(ruleSet),
      ...defined({ shift: this.shift }),
    }
  }

  /** Writes the tokens of a redacted line to the map, if there is one. */
  addToMap(tokens: SerializedBatchLine['tokens'] = []): void {
    for (const entry of tokens) this.map?.add(entry)
  }

  /** The name of a bundle in the redacted results. */
  bundleToken(bundle: string): string {
    return createRedactor({ key: this.key, ...defined({ onToken: this.map?.add }) }).caseToken(
      bundle,
    )
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
}
