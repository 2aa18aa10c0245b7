import { defined } from '../../model/defined.ts'
import type { Cmdlet } from '../../model/observation.ts'
import type { ParseContext, Recognition } from '../../model/parser.ts'
import { sipAddress } from '../../model/sip-message.ts'
import { SpoolListing } from '../spool-listing/spool-listing.ts'
import { isSpoolFile, listedFile, timesOf } from './file-object.ts'
import type { Output, Said, Shown } from './shown.ts'

type Names = { has(name: string): boolean }

/** What an object is, by its properties: names of files and commands before it are not asked. */
export function cmdletOf(names: Names): Cmdlet | undefined {
  if (names.has('enableofflineim')) return 'Get-CsImConfiguration'
  if (names.has('enableimautoarchiving')) return 'Get-CsClientPolicy'
  if (names.has('folderpath') && names.has('itemsinfolder')) return 'Get-MailboxFolderStatistics'
  if (names.has('componentname') && names.has('version')) return 'Get-CsServerPatchVersion'
  if (names.has('sipaddress') && (names.has('clientpolicy') || names.has('windowsemailaddress')))
    return 'Get-CsUser'
  return undefined
}

/** A property whose value was cut off still tells what the object is. */
const kindOf = ({ properties, cut = [] }: Shown): Cmdlet | undefined =>
  cmdletOf({ has: (name) => properties.has(name) || cut.includes(name) })

const isKnown = (shown: Shown): boolean =>
  kindOf(shown) !== undefined || isSpoolFile(shown.properties)

/** Line of the first object of a known kind; infinite when there is none. */
export const firstKnown = (objects: readonly Shown[]): number =>
  objects.find(isKnown)?.line ?? Number.POSITIVE_INFINITY

/** Whether anything in it is of a known kind, and how its times are to be read. */
export function recogniseOutput({ objects, versions, missing }: Output): Recognition | undefined {
  if (!objects.some(isKnown) && versions.length === 0 && missing.length === 0) return undefined
  return timesOf(
    objects.filter(({ properties }) => isSpoolFile(properties)).map(({ properties }) => properties),
  )
}

/** Emits what is known among the objects; the others are passed over. */
export function emitOutput({ objects, versions, missing }: Output, context: ParseContext): void {
  const listing = new SpoolListing(context)
  for (const shown of objects) {
    context.tally.records += 1
    const cmdlet = kindOf(shown)
    if (cmdlet) emitObject(cmdlet, shown, context)
    else if (isSpoolFile(shown.properties)) {
      const file = listedFile(shown)
      if (file) listing.item(file.path, file)
      else context.tally.lost({ line: shown.line, reason: 'a spooled file without its size' })
    }
  }
  listing.emit()
  for (const said of versions) emitVersion(said, context)
  for (const name of new Map(
    missing.toReversed().map((said) => [said.text.toLowerCase(), said]),
  ).values())
    context.emit({
      kind: 'cmdlet-missing',
      name: name.text,
      source: { path: context.path, line: name.line },
    })
}

function emitObject(
  cmdlet: Cmdlet,
  { properties, line, lines }: Shown,
  { path, emit }: ParseContext,
): void {
  const user = cmdlet === 'Get-CsUser' ? userOf(properties.get('sipaddress') ?? '') : undefined
  const source = { path, line }
  emit({
    kind: 'cmdlet-output',
    cmdlet,
    properties,
    ...defined({ lines: lines ? lines : undefined }),
    source,
    ...defined({ user }),
  })
}

/** The address stands with or without its scheme. */
const userOf = (text: string): string | undefined =>
  sipAddress(/^sips?:/i.test(text) ? text : `sip:${text}`)

/** Skype for Business Server 2015 (6.0.9319.0) */
const SERVER_VERSION =
  /^"?((?:Microsoft )?(?:Skype for Business|Lync) Server[^()]{0,40}?) ?\((\d{1,2}\.\d{1,2}\.\d{1,6}\.\d{1,6})\)/i

export const saysServerVersion = (text: string): boolean =>
  text.includes('(') && SERVER_VERSION.test(text.trim())

function emitVersion({ text, line }: Said, { path, emit, tally }: ParseContext): void {
  const match = SERVER_VERSION.exec(text.trim())
  if (!match) return
  tally.records += 1
  const properties = new Map([
    ['product', match[1] ?? ''],
    ['version', match[2] ?? ''],
  ])
  emit({ kind: 'cmdlet-output', cmdlet: 'Get-CsServerVersion', properties, source: { path, line } })
}
