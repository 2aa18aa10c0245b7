import { defined } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import type { Cmdlet } from '../../model/observation.ts'
import type { ParseContext, Recognition } from '../../model/parser.ts'
import { parseUserAddress } from '../../model/sip-message.ts'
import type { Tally } from '../../model/tally.ts'
import { emitRegistryValue } from '../registry/registry-key.ts'
import { SpoolListing } from '../spool-listing/spool-listing.ts'
import { inferFileClock, isSpoolFile, parseListedFile } from './file-object.ts'
import { normalizeObject } from './normalize-object.ts'
import type { PowershellOutput, ShownObject, ShownText } from './powershell-output.ts'
import { registryKeyOf, registryValuesOf } from './registry-object.ts'

type Names = { has(name: string): boolean }

const COUNT_NAMES = ['itemsinfolder', 'itemsinfolderandsubfolders']
/** Properties of a folder, and columns of scripts that contain its path or name. */
const FOLDER_NAMES = ['folderpath', 'name', 'foldertype', 'identity', 'folder', 'foldername']

/**
 * The cmdlet whose output has these properties, or undefined. File names and commands typed before
 * the output are ignored.
 */
export function identifyCmdlet(names: Names): Cmdlet | undefined {
  if (names.has('enableofflineim')) return 'Get-CsImConfiguration'
  if (names.has('enableimautoarchiving')) return 'Get-CsClientPolicy'
  if (COUNT_NAMES.some((name) => names.has(name)) && FOLDER_NAMES.some((name) => names.has(name)))
    return 'Get-MailboxFolderStatistics'
  if (names.has('componentname') && names.has('version')) return 'Get-CsServerPatchVersion'
  if (names.has('sipaddress') && (names.has('clientpolicy') || names.has('windowsemailaddress')))
    return 'Get-CsUser'
  return undefined
}

/** Uses the names of cut-off values too, because they still identify the object. */
const identifyObject = ({ properties, cutNames = [] }: ShownObject): Cmdlet | undefined =>
  identifyCmdlet({ has: (name) => properties.has(name) || cutNames.includes(name) })

const isKnownObject = (object: ShownObject): boolean =>
  identifyObject(object) !== undefined ||
  registryKeyOf(object) !== undefined ||
  isSpoolFile(object.properties)

/** Line of the first known object. Infinite when there is none. */
export const firstKnownLine = (objects: readonly ShownObject[]): number =>
  objects.find(isKnownObject)?.line ?? Number.POSITIVE_INFINITY

/** Recognizes output that contains anything known. Undefined when it does not. */
export function recogniseOutput({
  objects,
  versions,
  missingCmdlets,
  registryValues = [],
}: PowershellOutput): Recognition | undefined {
  const others = [versions, missingCmdlets, registryValues]
  if (!objects.some(isKnownObject) && others.every((list) => list.length === 0)) return undefined
  return inferFileClock(
    objects.filter(({ properties }) => isSpoolFile(properties)).map(({ properties }) => properties),
  )
}

/** Emits the known objects. Counts all others, and lines that were not understood. */
export function emitOutput(output: PowershellOutput, context: ParseContext): void {
  const { objects, versions, missingCmdlets, registryValues = [] } = output
  const listing = new SpoolListing(context)
  const omitted = objects.filter((object) => !emitObject(object, listing, context))
  listing.emit()
  for (const { key, line, ...value } of registryValues)
    emitRegistryValue({ key, line }, value, context)
  for (const version of versions) emitVersion(version, context)
  for (const name of new Map(
    missingCmdlets.toReversed().map((cmdlet) => [cmdlet.text.toLowerCase(), cmdlet]),
  ).values()) {
    context.tally.records += 1
    context.emit({
      kind: 'cmdlet-missing',
      name: name.text,
      source: { path: context.path, line: name.line },
    })
  }
  reportOmissions(output, omitted, context)
}

/** Returns whether the object is known. */
function emitObject(object: ShownObject, listing: SpoolListing, context: ParseContext): boolean {
  const cmdlet = identifyObject(object)
  const key = registryKeyOf(object)
  if (cmdlet === undefined && key !== undefined) {
    for (const value of registryValuesOf(object))
      emitRegistryValue({ key, line: object.lines?.get(value.name) ?? object.line }, value, context)
    return true
  }
  if (cmdlet || !isSingleLine(object)) context.tally.records += 1
  if (cmdlet) emitCmdletOutput(cmdlet, object, context)
  else if (isSpoolFile(object.properties)) {
    const file = parseListedFile(object)
    if (file) listing.addItem(file.path, file)
    else context.tally.addDamage({ line: object.line, reason: 'a spooled file without its size' })
  } else return false
  return true
}

/** A line such as `Note: see below` looks like a list of one property. */
const isSingleLine = ({ properties }: ShownObject): boolean => properties.size <= 1

function reportOmissions(
  { objects, damage = [], unreadLines = [] }: PowershellOutput,
  omitted: readonly ShownObject[],
  { tally }: ParseContext,
): void {
  for (const entry of damage) tally.addDamage(entry)
  for (const line of unreadLines) tally.addUnreadLine(line)
  for (const { line } of omitted.filter(isSingleLine)) tally.addUnreadLine(line)
  const others = omitted.filter((object) => !isSingleLine(object))
  const [first] = others
  if (first)
    tally.addNote(
      `${formatCount(others.length, 'object')} of other commands left out, the first in line ${tally.inputLine(first.line)}`,
    )
  noteUnnamedPolicies(objects, tally)
  noteUntypedFolders(objects, tally)
}

/** Without its name, it is not known to whom a policy applies. */
function noteUnnamedPolicies(objects: readonly ShownObject[], tally: Tally): void {
  const policy = objects.find(
    (object) =>
      identifyObject(object) === 'Get-CsClientPolicy' && !object.properties.get('identity')?.trim(),
  )
  if (policy)
    tally.addNote(
      `The client policy in line ${tally.inputLine(policy.line)} has no Identity, so it is not known to whom it applies`,
    )
}

/** Names of folders are in the language of the mailbox, so that only their type shows Drafts. */
function noteUntypedFolders(objects: readonly ShownObject[], tally: Tally): void {
  const folders = objects.filter(
    (object) => identifyObject(object) === 'Get-MailboxFolderStatistics',
  )
  const isTyped = ({ properties }: ShownObject) =>
    (properties.get('foldertype') ?? '') !== '' ||
    FOLDER_NAMES.some((name) => /(?:^|[\\/])drafts$/i.test(properties.get(name)?.trim() ?? ''))
  if (folders.length > 0 && !folders.some(isTyped))
    tally.addNote(
      'No folder is named Drafts and FolderType is missing, so it is not known which one is Drafts',
    )
}

function emitCmdletOutput(
  cmdlet: Cmdlet,
  object: ShownObject,
  { path, emit, tally }: ParseContext,
): void {
  const { line, lines } = object
  const properties = normalizeObject(object, cmdlet, tally)
  const user =
    cmdlet === 'Get-CsUser' ? parseUserAddress(properties.get('sipaddress') ?? '') : undefined
  const source = { path, line }
  emit({
    kind: 'cmdlet-output',
    cmdlet,
    properties,
    ...defined({ lines }),
    source,
    ...defined({ user }),
  })
}

/** Skype for Business Server 2015 (6.0.9319.0) */
const SERVER_VERSION =
  /^"?((?:Microsoft )?(?:Skype for Business|Lync) Server[^()]{0,40}?) ?\((\d{1,2}\.\d{1,2}\.\d{1,6}\.\d{1,6})\)/i

export const containsServerVersion = (text: string): boolean =>
  text.includes('(') && SERVER_VERSION.test(text.trim())

function emitVersion({ text, line }: ShownText, { path, emit, tally }: ParseContext): void {
  const match = SERVER_VERSION.exec(text.trim())
  if (!match) return
  tally.records += 1
  const properties = new Map([
    ['product', match[1] ?? ''],
    ['version', match[2] ?? ''],
  ])
  emit({ kind: 'cmdlet-output', cmdlet: 'Get-CsServerVersion', properties, source: { path, line } })
}
