import { readFileSync } from 'node:fs'
import { folderEntries } from '../support/archives/folder-entries.ts'
import { type CaseFiles, type DamageKind, damageKinds } from './damage-kinds.ts'

/** Evidence that somebody made hostile, and the parts of the program that it has to reach. */
export interface HostileEvidence {
  readonly name: string
  readonly files: () => CaseFiles
  /** Rules that have to flag it nevertheless. */
  readonly rules: readonly string[]
  /** Formats in which it has to be read. */
  readonly formats: readonly string[]
}

const damagedRuleSample = (rule: string, damage: DamageKind): HostileEvidence => ({
  name: `${rule} with ${damage}`,
  files: () => {
    const entries = folderEntries(`samples/rules/${rule}/flagged`)
    return damageKinds[damage](new Map(entries.map(({ name, content }) => [name, content])))
  },
  rules: [rule],
  formats: [],
})

const damagedFormatSample = (
  format: string,
  sample: string,
  damage: DamageKind,
): HostileEvidence => ({
  name: `${format} with ${damage}`,
  files: () =>
    damageKinds[damage](new Map([[sample, readFileSync(`samples/formats/${format}/${sample}`)]])),
  rules: [],
  formats: [format],
})

/** A hostile case for each rule: nothing that a stranger adds hides what is wrong. */
const hostileRules: readonly HostileEvidence[] = [
  damagedRuleSample('spool-message-stuck', 'attacks on viewers behind it'),
  damagedRuleSample('spool-message-stuck', 'a zip with an entry that lies about its size'),
  damagedRuleSample('spool-backlog-growing', 'a tar whose end is cut'),
  damagedRuleSample('offline-im-disabled', 'attacks on viewers behind it'),
  damagedRuleSample('offline-im-disabled', 'UTF-16 with its end cut in a character'),
  damagedRuleSample('auto-archiving-disabled', 'half a record and zeros behind it'),
  damagedRuleSample('windows-installer-client', 'a line of a megabyte behind it'),
  damagedRuleSample('client-build-too-old', 'UTF-16 with its end cut in a character'),
  damagedRuleSample(
    'client-build-too-old-for-on-premises-mailbox',
    'a zip with an entry that lies about its size',
  ),
  damagedRuleSample('drafts-accumulating', 'a megabyte of blanks behind it'),
  damagedRuleSample('drafts-fix-missing', 'half a record and zeros behind it'),
  damagedRuleSample('server-before-cu3', 'many files that are nothing beside it'),
  damagedRuleSample('ews-unavailable', 'attacks on viewers behind it'),
  damagedRuleSample('ews-request-failing', 'a megabyte of blanks behind it'),
  damagedRuleSample('ews-retired-in-exchange-online', 'a tar whose end is cut'),
  damagedRuleSample('mail-domain-differs-from-sip-domain', 'half a record and zeros behind it'),
  damagedRuleSample('federated-recipient', 'attacks on viewers behind it'),
  damagedRuleSample('logging-not-full', 'UTF-16 with its end cut in a character'),
  damagedRuleSample('trace-not-decoded', 'a line of a megabyte behind it'),
  damagedRuleSample('log-does-not-cover-incident', 'many files that are nothing beside it'),
  damagedRuleSample('input-mostly-unreadable', 'a zip with an entry that lies about its size'),
  damagedRuleSample('clock-skew', 'attacks on viewers behind it'),
]

/** A hostile case for each format. */
const hostileFormats: readonly HostileEvidence[] = [
  damagedFormatSample('etl-binary', 'client-strings.etl', 'half a record and zeros behind it'),
  damagedFormatSample('tmf', 'default.tmf', 'attacks on viewers behind it'),
  damagedFormatSample('manifest', 'client.man', 'half a record and zeros behind it'),
  damagedFormatSample('client-log', 'sign-in.UccApilog', 'attacks on viewers behind it'),
  damagedFormatSample('cls-text', 'skype-2015-cls.txt', 'a line of a megabyte behind it'),
  damagedFormatSample('tracefmt-text', 'tracefmt.txt', 'half a record and zeros behind it'),
  damagedFormatSample(
    'exchange-ews-log',
    'Ews_2017072122-1.LOG',
    'UTF-16 with its end cut in a character',
  ),
  damagedFormatSample('tracerpt-csv', 'windows-10.csv', 'attacks on viewers behind it'),
  damagedFormatSample('winevent-csv', 'powershell-5-us.csv', 'a megabyte of blanks behind it'),
  damagedFormatSample('event-xml', 'wevtutil.xml', 'attacks on viewers behind it'),
  damagedFormatSample('event-text', 'wevtutil.txt', 'half a record and zeros behind it'),
  damagedFormatSample('autodiscover', 'on-premises.xml', 'half a record and zeros behind it'),
  damagedFormatSample(
    'registry-export',
    'office.reg',
    'a zip with an entry that lies about its size',
  ),
  damagedFormatSample(
    'collection-manifest',
    'spoolscope-manifest.json',
    'attacks on viewers behind it',
  ),
  damagedFormatSample('clixml', 'client-policy.xml', 'a line of a megabyte behind it'),
  damagedFormatSample('convert-to-xml', 'im-configuration.xml', 'a tar whose end is cut'),
  damagedFormatSample('powershell-json', 'im-configuration.json', 'attacks on viewers behind it'),
  damagedFormatSample('powershell-csv', 'client-policies.csv', 'attacks on viewers behind it'),
  damagedFormatSample(
    'configuration-information',
    'semicolons.txt',
    'a megabyte of blanks behind it',
  ),
  damagedFormatSample('dir-listing', 'dir-us.txt', 'attacks on viewers behind it'),
  damagedFormatSample('registry-query', 'click-to-run.txt', 'half a record and zeros behind it'),
  damagedFormatSample('powershell-list', 'im-configuration.txt', 'attacks on viewers behind it'),
  damagedFormatSample('powershell-table', 'patch-version.txt', 'a line of a megabyte behind it'),
]

export const hostileEvidence: readonly HostileEvidence[] = [...hostileRules, ...hostileFormats]
