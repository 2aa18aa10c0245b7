import { defined } from '../../model/defined.ts'
import { expandRootKey } from '../registry/registry-key.ts'
import { isPrompt } from './prompt.ts'

/** The effect of a command line on the output below it. */
export interface CommandLine {
  /** The output describes the Drafts folder: `-FolderScope Drafts`. */
  readonly isDraftsOnly: boolean
  /** Registry key whose values `Get-ItemProperty` prints. */
  readonly registryKey?: string
  /** The only property that is printed, without its name, in lower case. */
  readonly expandedProperty?: string
}

/** Get-CsUser kim | fl · “Get-CsImConfiguration | fl” · (Get-CsImConfiguration).EnableOfflineIm */
const BARE_COMMAND = /^["“'‘`(]{0,3}[A-Z][a-z]{2,12}-[A-Z][A-Za-z]{2,60}(?=$|[)|"”'’`]|\s+[^\s:])/
const DRAFTS_SCOPE = /-FolderScope:?\s{1,5}["']?Drafts\b/i
/** Get-ItemProperty 'HKLM:\SOFTWARE\Microsoft\Office\ClickToRun\Configuration' -Name UpdateChannel */
const ITEM_PROPERTY =
  /\b(?:Get-ItemProperty(?:Value)?|gp)\s{1,5}(?:-(?:Literal)?Path\s{1,5})?(?:["'“‘](?:Registry::)?(HK[^"'”’]{2,300})|(?:Registry::)?(HK[^\s"')|,]{2,300}))/i
/** (Get-CsImConfiguration).EnableOfflineIm */
const MEMBER = /\)\.(\w{2,60})[\s"”'’]{0,99}$/
/** Select-Object -ExpandProperty EnableOfflineIm */
const EXPANDED = /-Expand\w{0,8}\s{1,5}["']?(\w{2,60})\b/i
/** Get-ItemPropertyValue HKLM:\SOFTWARE\Microsoft -Name VersionToReport */
const VALUE_NAME = /\bGet-ItemPropertyValue\b.{0,400}\s-Name\s{1,5}["']?(\w{2,60})\b/i

/** Parses a line that a person typed, with or without its prompt. Undefined for other lines. */
export function parseCommandLine(line: string): CommandLine | undefined {
  if (!isPrompt(line) && !BARE_COMMAND.test(line)) return undefined
  const match = ITEM_PROPERTY.exec(line)
  const key = (match?.[1] ?? match?.[2])?.replace(/\\$/, '')
  const expanded = MEMBER.exec(line)?.[1] ?? EXPANDED.exec(line)?.[1] ?? VALUE_NAME.exec(line)?.[1]
  return {
    isDraftsOnly: DRAFTS_SCOPE.test(line),
    ...defined({
      registryKey: key === undefined ? undefined : expandRootKey(key),
      expandedProperty: expanded?.toLowerCase(),
    }),
  }
}
