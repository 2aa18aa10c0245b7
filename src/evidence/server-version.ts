import { type Build, compareBuilds, formatBuild, parseBuild } from '../model/build.ts'
import { defined, present } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipMethodMarkers } from '../model/marker.ts'
import type { CmdletOutput } from '../model/observation.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { sourceOfProperty } from './cmdlet-property.ts'

export interface ServerVersion {
  /**
   * Builds from Get-CsServerPatchVersion, which show the cumulative update: those of the core
   * components, or only the highest build when no core components are listed.
   */
  readonly patchedBuilds: readonly ServerBuild[]
  /** Base builds from Get-CsServerVersion, which cannot show a cumulative update. */
  readonly baseBuilds: readonly ServerBuild[]
  /** From the `Server: RTC/…` header of the user's own registrar. */
  readonly generation?: {
    readonly major: number
    readonly text: string
    readonly source: SourceRef
  }
  /**
   * Where PowerShell did not know Get-CsImConfiguration. Undefined when it did not
   * know another Skype for Business cmdlet either: then it was the wrong shell.
   */
  readonly cmdletMissingAt?: SourceRef
  /** Output of Get-CsImConfiguration, which proves that the cmdlet exists. */
  readonly cmdletOutputAt?: SourceRef
}

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
const MAX_BUILDS = 200

/** `Skype for Business Server 2015`; undefined for a build of no known product. */
export const productNameOf = (build: Build): string | undefined =>
  PRODUCT_NAMES[build.slice(0, 3).join('.')]

export const serverVersionMissing: MissingEvidence = {
  evidence: 'the server’s version with its cumulative update',
  how:
    'Ask a server administrator to run this in the Skype for Business Server Management Shell ' +
    'and send the output.',
  commands: ['Get-CsServerPatchVersion | Format-List > server-version.txt'],
}

/** The product and build of the user's server, with its cumulative update where it is known. */
export const serverVersion = defineEvidence<ServerVersion>({
  name: 'server version',
  markers: sipMethodMarkers('REGISTER'),
  start() {
    const coreBuilds: ServerBuild[] = []
    let highestBuild: ServerBuild | undefined
    const baseBuilds: ServerBuild[] = []
    let generation: ServerVersion['generation']
    let missingAt: SourceRef | undefined
    let isWrongShell = false
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
          if (/\bcore components\b/i.test(component) && coreBuilds.length < MAX_BUILDS)
            coreBuilds.push(build)
          if (highestBuild === undefined || compareBuilds(build.build, highestBuild.build) > 0)
            highestBuild = build
        },
        'cmdlet-missing'({ name, source }) {
          if (/^[GS]et-CsImConfiguration$/i.test(name)) missingAt ??= source
          else if (/^Get-Cs(User|ClientPolicy|ServerVersion|ServerPatchVersion)$/i.test(name))
            isWrongShell = true
        },
        sip({ message, direction, vantage, source }) {
          if (vantage !== 'client' || direction !== 'received' || message.method !== 'REGISTER')
            return
          // Server: RTC/6.0
          const major = Number(/\bRTC\/(\d{1,2})\./.exec(sipHeader(message, 'server') ?? '')?.[1])
          if (major > 0) generation = { major, text: `Server: RTC/${major}.0`, source }
        },
      },
      result: () => ({
        patchedBuilds: coreBuilds.length > 0 ? [...coreBuilds] : present([highestBuild]),
        baseBuilds: [...baseBuilds],
        ...defined({
          generation,
          cmdletMissingAt: isWrongShell ? undefined : missingAt,
          cmdletOutputAt,
        }),
      }),
    }
  },
  facts({ patchedBuilds, baseBuilds, generation }) {
    const builds = patchedBuilds.length > 0 ? patchedBuilds : baseBuilds
    const [oldest] = [...builds].sort((left, right) => compareBuilds(left.build, right.build))
    const caveat = patchedBuilds.length > 0 ? '' : '; this does not show the cumulative update'
    if (oldest) {
      const { build, sourceText, source } = oldest
      const value = `${productNameOf(build) ?? UNKNOWN_PRODUCT} ${formatBuild(build)}`
      return serverFact(value, `${value}, from ${sourceText}${caveat}`, source)
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
