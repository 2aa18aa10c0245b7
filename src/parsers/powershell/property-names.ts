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

/**
 * A part of each identifying name, in lower case and as an expression. They are rare in other texts.
 * Headers may have blanks between words, not inside of them.
 */
export const IDENTIFYING_WORDS: readonly string[] = [
  'offline',
  'archiving',
  'items',
  'component',
  'sip',
  'write',
  'ps[\\s_\\u00a0\\u202f-]*path',
]
const MAY_IDENTIFY = new RegExp(IDENTIFYING_WORDS.join('|'), 'i')

/**
 * Whether a text may contain an identifying name, with blanks between its words. Fast, because it
 * runs on any text.
 */
export const mayContainIdentifyingName = (text: string): boolean => MAY_IDENTIFY.test(text)

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
