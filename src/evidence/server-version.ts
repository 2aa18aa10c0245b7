import { type Build, compareBuilds, formatBuild, parseBuild } from '../model/build.ts'
import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipMethodMarkers } from '../model/marker.ts'
import type { CmdletOutput } from '../model/observation.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { sourceOfProperty } from './cmdlet-property.ts'

/** The versions of the servers. Empty lists: nothing says so. */
export interface ServerVersion {
  /**
   * Builds from Get-CsServerPatchVersion, which show the cumulative update: those of the Core
   * Components and the Front End Server, or those of all components when neither is listed.
   */
  readonly patchedBuilds: readonly ServerBuild[]
  /**
   * False when the builds in `patchedBuilds` are those of all components, of which an update leaves
   * some at their old version.
   */
  readonly areServerComponents: boolean
  /** Base builds from Get-CsServerVersion, which cannot show a cumulative update. */
  readonly baseBuilds: readonly ServerBuild[]
  /** From the `Server: RTC/…` header of the user's own registrar. */
  readonly generation?: {
    readonly major: number
    readonly text: string
    readonly source: SourceRef
  }
  /**
   * Where PowerShell did not know Get-CsImConfiguration. Undefined when every such output lacks
   * another Skype for Business cmdlet too.
   */
  readonly cmdletMissingAt?: SourceRef
  /** An output in which other Skype for Business cmdlets were unknown too: the wrong shell. */
  readonly wrongShell?: { readonly cmdlet: string; readonly source: SourceRef }
  /** Output of Get-CsImConfiguration, which proves that the cmdlet exists. */
  readonly cmdletOutputAt?: SourceRef
}

/** A build of a server, and where it was read. */
export interface ServerBuild {
  readonly build: Build
  /** The cmdlet, and the component if it printed one. */
  readonly sourceText: string
  readonly source: SourceRef
}

// By the first three parts of the build. Other components (speech, fabric) are not listed here,
// because they have version numbers of their own.
const PRODUCT_NAMES: Readonly<Record<string, string>> = {
  '4.0.7577': 'Lync Server 2010',
  '5.0.8308': 'Lync Server 2013',
  '6.0.9319': 'Skype for Business Server 2015',
  '7.0.2046': 'Skype for Business Server 2019',
}
// Base builds by the number after `RTC/`. SEEN: 5 is Lync Server 2013 and 6 is Skype for Business
// Server 2015. INFERRED: 7 is Skype for Business Server 2019.
const BASE_BUILDS: Readonly<Record<number, string>> = {
  4: '4.0.7577',
  5: '5.0.8308',
  6: '6.0.9319',
  7: '7.0.2046',
}
/**
 * Damaged or hostile input may contain any number.
 * Limit: builds of servers that are kept.
 * Beyond: further ones are left out.
 */
const MAX_BUILDS = 200
/**
 * Damaged or hostile input may contain any number.
 * Limit: outputs without the cmdlet that are kept.
 * Beyond: further ones are left out.
 */
const MAX_OUTPUTS = 200

// Skype for Business Server 2015, Core Components · Skype for Business Server 2015, Front End Server
// Format-Table may cut the name off: Skype for Business Server 2015, Core Comp...
const SERVER_COMPONENT = /\bcore comp|\bfront[- ]?end\b/i
const IM_CONFIGURATION_CMDLET = /^[GS]et-CsImConfiguration$/i
// Get-CsUser, Get-CsClientPolicy, Set-CsClientPolicy
const SKYPE_CMDLET = /^[a-z]+-Cs[a-z]+$/i

/** `Skype for Business Server 2015`; undefined for a build of no known product. */
export const productNameOf = (build: Build): string | undefined =>
  PRODUCT_NAMES[build.slice(0, 3).join('.')]

export const serverVersionMissing: MissingEvidence = {
  evidence: 'the server’s version with its cumulative update',
  how:
    'Ask a server administrator to run this in the Skype for Business Server Management Shell ' +
    'and send the output.',
  commands: ['Get-CsServerPatchVersion | Format-List > server-version.txt'],
  from: 'skype-administrator',
}

/** The product and build of the user's server, with its cumulative update where it is known. */
export const serverVersion = defineEvidence<ServerVersion>({
  name: 'server version',
  markers: sipMethodMarkers('REGISTER'),
  start() {
    const serverBuilds: ServerBuild[] = []
    const otherBuilds: ServerBuild[] = []
    const baseBuilds: ServerBuild[] = []
    let generation: ServerVersion['generation']
    /** By the path of the output. */
    const missingAt = new Map<string, SourceRef>()
    const wrongShells = new Map<string, NonNullable<ServerVersion['wrongShell']>>()
    let cmdletOutputAt: SourceRef | undefined
    return {
      listeners: {
        'cmdlet-output'(output) {
          if (output.cmdlet === 'Get-CsImConfiguration') cmdletOutputAt ??= output.source
          const build = /^Get-CsServer(Patch)?Version$/.test(output.cmdlet)
            ? findPrintedBuild(output)
            : undefined
          if (build === undefined) return
          if (output.cmdlet === 'Get-CsServerVersion') {
            if (baseBuilds.length < MAX_BUILDS) baseBuilds.push(build)
            return
          }
          const component = output.properties.get('componentname') ?? ''
          const builds = SERVER_COMPONENT.test(component) ? serverBuilds : otherBuilds
          if (builds.length < MAX_BUILDS) builds.push(build)
        },
        'cmdlet-missing'({ name, source }) {
          const { path } = source
          if (IM_CONFIGURATION_CMDLET.test(name)) {
            if (!missingAt.has(path) && missingAt.size < MAX_OUTPUTS) missingAt.set(path, source)
          } else if (SKYPE_CMDLET.test(name) && wrongShells.size < MAX_OUTPUTS)
            wrongShells.set(path, { cmdlet: name, source })
        },
        sip({ message, direction, vantage, source }) {
          if (vantage !== 'client' || direction !== 'received' || message.method !== 'REGISTER')
            return
          // Server: RTC/6.0
          const major = Number(/\bRTC\/(\d{1,2})\./.exec(sipHeader(message, 'server') ?? '')?.[1])
          if (major > 0) generation = { major, text: `Server: RTC/${major}.0`, source }
        },
      },
      result() {
        const rightShell = [...missingAt].find(([path]) => !wrongShells.has(path))
        const wrongShell = [...wrongShells].find(([path]) => missingAt.has(path))
        return {
          patchedBuilds: (serverBuilds.length > 0 ? serverBuilds : otherBuilds).slice(),
          areServerComponents: serverBuilds.length > 0,
          baseBuilds: [...baseBuilds],
          ...defined({
            generation,
            cmdletMissingAt: rightShell?.[1],
            wrongShell: wrongShell?.[1],
            cmdletOutputAt,
          }),
        }
      },
    }
  },
  facts({ patchedBuilds, areServerComponents, baseBuilds, generation }) {
    const builds = patchedBuilds.length > 0 ? patchedBuilds : baseBuilds
    const sorted = [...builds].sort((left, right) => compareBuilds(left.build, right.build))
    // Without the components of the server itself, the newest component shows its update best.
    const isLowestDecisive = patchedBuilds.length === 0 || areServerComponents
    const shown = isLowestDecisive ? sorted[0] : sorted.at(-1)
    const other = isLowestDecisive ? sorted.at(-1) : sorted[0]
    const caveat = patchedBuilds.length > 0 ? '' : '; this does not show the cumulative update'
    if (shown) {
      const { build, sourceText, source } = shown
      const value = `${productNameOf(build) ?? UNKNOWN_PRODUCT} ${formatBuild(build)}`
      const mixed =
        other && compareBuilds(other.build, build) !== 0
          ? `; ${formatBuild(other.build)} from ${other.sourceText}`
          : ''
      return serverFact(value, `${value}, from ${sourceText}${mixed}${caveat}`, source)
    }
    if (!generation) return {}
    const build = parseBuild(BASE_BUILDS[generation.major] ?? '')
    const value = (build && productNameOf(build)) ?? UNKNOWN_PRODUCT
    return serverFact(value, `${value}, from ${generation.text}${caveat}`, generation.source)
  },
})

const UNKNOWN_PRODUCT = 'unknown product'

const serverFact = (value: string, text: string, source: SourceRef) => ({
  server: { label: 'Server', value, text, sources: [source] },
})

/**
 * The build that a cmdlet printed, in any property, because Get-CsServerVersion prints a sentence.
 * Undefined when no property has a build of a known product.
 */
function findPrintedBuild(output: CmdletOutput): ServerBuild | undefined {
  const component = output.properties.get('componentname')?.trim()
  for (const [property, value] of output.properties) {
    if (property === 'componentname') continue
    const build = parseBuild(value)
    if (build === undefined || productNameOf(build) === undefined) continue
    const sourceText = `${output.cmdlet}${component ? ` (${component})` : ''}`
    return { build, sourceText, source: sourceOfProperty(output, property) }
  }
  return undefined
}
