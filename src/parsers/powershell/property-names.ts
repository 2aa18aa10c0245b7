/** Properties that evidence needs, as PowerShell spells them. */
const SPELLINGS = [
  'CDNBaseUrl',
  'ClientPolicy',
  'ComponentName',
  'CreationTime',
  'CreationTimeUtc',
  'DisableSavingIM',
  'EnableIMAutoArchiving',
  'EnableLogCollecting',
  'EnableOfflineIm',
  'EnableTracing',
  'FolderAndSubfolderSize',
  'FolderPath',
  'FolderSize',
  'FolderType',
  'Identity',
  'ItemsInFolder',
  'ItemsInFolderAndSubfolders',
  'LastWriteTime',
  'LastWriteTimeUtc',
  'SipAddress',
  'TracingLevel',
  'UpdateChannel',
  'UserPrincipalName',
  'VersionToReport',
  'WindowsEmailAddress',
]
const BY_LOWER_CASE = new Map(SPELLINGS.map((name) => [name.toLowerCase(), name]))

/** A property as PowerShell spells it. Unknown names stay as they are. */
export const spellProperty = (name: string): string => BY_LOWER_CASE.get(name) ?? name

export const isKnownProperty = (name: string): boolean => BY_LOWER_CASE.has(name.toLowerCase())

/** In lower case. Every object that is known has a property whose name contains one of these. */
export const IDENTIFYING_NAMES: readonly string[] = [
  'enableofflineim',
  'enableimautoarchiving',
  'itemsinfolder',
  'componentname',
  'sipaddress',
  'lastwritetime',
  'pspath',
]

/** In lower case. A word of each identifying name that is rare in other texts. */
export const IDENTIFYING_WORDS: readonly string[] = [
  'offline',
  'archiving',
  'items',
  'component',
  'sip',
  'write',
  'pspath',
  'ps path',
  'ps_path',
  'ps-path',
]

/** A word of each identifying name. Headers may have blanks between words, not inside of them. */
const HEADER_WORDS = /offline|archiving|folder|component|address|write|path/i

/**
 * Whether a text may contain an identifying name, with blanks between its words. Fast, because it
 * runs on any text.
 */
export const mayContainIdentifyingName = (text: string): boolean => HEADER_WORDS.test(text)

/** A name or several in lower case, without blanks, underscores and hyphens. */
export const plainColumnName = (text: string): string =>
  text.toLowerCase().replace(/[\s_\u00a0\u202f-]/g, '')

/**
 * A column name in lower case, without quotes. `Items In Folder` and `Items_In_Folder` become
 * `itemsinfolder`, because reports of scripts put blanks into known names.
 */
export function normalizeColumnName(text: string): string {
  const name = text.trim().replace(/^"|"$/g, '').trim().toLowerCase()
  const plain = plainColumnName(name)
  return BY_LOWER_CASE.has(plain) ? plain : name
}

/** `kim@contoso.exampleWindowsEmailAddress :` */
const KNOWN_NAME_INSIDE = new RegExp(`[\\p{L}\\p{N})}](?:${SPELLINGS.join('|')})\\s{0,60}:`, 'u')
/** `TrueAlias        :` */
const PADDED_NAME_INSIDE = /[\p{L}\p{N}] {2,}:/u

/** Whether a line of a list contains several properties, because its line ends were lost. */
export function isGluedLine(line: string): boolean {
  const value = line.slice(line.indexOf(':') + 1)
  return value.includes(':') && (PADDED_NAME_INSIDE.test(value) || hasKnownName(value))
}

/** Most values have no such name, and need not wait until the expression is compiled. */
const hasKnownName = (value: string): boolean =>
  SPELLINGS.some((name) => value.includes(name)) && KNOWN_NAME_INSIDE.test(value)
