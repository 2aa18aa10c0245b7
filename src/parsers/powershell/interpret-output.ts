import { defined } from '../../model/defined.ts'
import type { Cmdlet } from '../../model/observation.ts'
import type { ParseContext, Recognition } from '../../model/parser.ts'
import { parseSipAddress } from '../../model/sip-message.ts'
import { SpoolListing } from '../spool-listing/spool-listing.ts'
import { inferFileClock, isSpoolFile, parseListedFile } from './file-object.ts'
import type { PowershellOutput, ShownObject, ShownText } from './powershell-output.ts'

type Names = { has(name: string): boolean }

/**
 * The cmdlet whose output has these properties, or undefined. File names and commands typed before
 * the output are ignored.
 */
export function identifyCmdlet(names: Names): Cmdlet | undefined {
  if (names.has('enableofflineim')) return 'Get-CsImConfiguration'
  if (names.has('enableimautoarchiving')) return 'Get-CsClientPolicy'
  if (names.has('folderpath') && names.has('itemsinfolder')) return 'Get-MailboxFolderStatistics'
  if (names.has('componentname') && names.has('version')) return 'Get-CsServerPatchVersion'
  if (names.has('sipaddress') && (names.has('clientpolicy') || names.has('windowsemailaddress')))
    return 'Get-CsUser'
  return undefined
}

/** Uses the names of cut-off values too, because they still identify the object. */
const identifyObject = ({ properties, cutNames = [] }: ShownObject): Cmdlet | undefined =>
  identifyCmdlet({ has: (name) => properties.has(name) || cutNames.includes(name) })

const isKnownObject = (object: ShownObject): boolean =>
  identifyObject(object) !== undefined || isSpoolFile(object.properties)

/** Line of the first known object. Infinite when there is none. */
export const firstKnownLine = (objects: readonly ShownObject[]): number =>
  objects.find(isKnownObject)?.line ?? Number.POSITIVE_INFINITY

/** Recognizes output that contains anything known. Undefined when it does not. */
export function recogniseOutput({
  objects,
  versions,
  missingCmdlets,
}: PowershellOutput): Recognition | undefined {
  if (!objects.some(isKnownObject) && versions.length === 0 && missingCmdlets.length === 0)
    return undefined
  return inferFileClock(
    objects.filter(({ properties }) => isSpoolFile(properties)).map(({ properties }) => properties),
  )
}

/** Emits the known objects and skips all others. */
export function emitOutput(
  { objects, versions, missingCmdlets }: PowershellOutput,
  context: ParseContext,
): void {
  const listing = new SpoolListing(context)
  for (const object of objects) {
    context.tally.records += 1
    const cmdlet = identifyObject(object)
    if (cmdlet) emitObject(cmdlet, object, context)
    else if (isSpoolFile(object.properties)) {
      const file = parseListedFile(object)
      if (file) listing.addItem(file.path, file)
      else context.tally.addDamage({ line: object.line, reason: 'a spooled file without its size' })
    }
  }
  listing.emit()
  for (const version of versions) emitVersion(version, context)
  for (const name of new Map(
    missingCmdlets.toReversed().map((cmdlet) => [cmdlet.text.toLowerCase(), cmdlet]),
  ).values())
    context.emit({
      kind: 'cmdlet-missing',
      name: name.text,
      source: { path: context.path, line: name.line },
    })
}

function emitObject(
  cmdlet: Cmdlet,
  { properties, line, lines }: ShownObject,
  { path, emit }: ParseContext,
): void {
  const user = cmdlet === 'Get-CsUser' ? parseUser(properties.get('sipaddress') ?? '') : undefined
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

/** Accepts an address with or without its scheme. */
const parseUser = (text: string): string | undefined =>
  parseSipAddress(/^sips?:/i.test(text) ? text : `sip:${text}`)

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
