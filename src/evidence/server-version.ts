import { type Build, compareBuilds, formatBuild, parseBuild } from '../model/build.ts'
import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipMethodMarkers } from '../model/marker.ts'
import type { CmdletOutput } from '../model/observation.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { sourceOfProperty } from './cmdlet-property.ts'

export interface ServerVersion {
  /**
   * Builds that show the cumulative update, of Get-CsServerPatchVersion: the core components when
   * they are listed, else the highest.
   */
  readonly patchedBuilds: readonly ServerBuild[]
  /** Base builds of Get-CsServerVersion, which cannot show a cumulative update. */
  readonly baseBuilds: readonly ServerBuild[]
  /** Of the `Server: RTC/…` header of the user's own registrar. */
  readonly generation?: {
    readonly major: number
    readonly text: string
    readonly source: SourceRef
  }
  /**
   * Get-CsImConfiguration was not known where other cmdlets of its kind were, or were not tried.
   */
  readonly cmdletMissing?: SourceRef
  /** Get-CsImConfiguration answered, so it exists. */
  readonly cmdletAnswered?: SourceRef
}

export interface ServerBuild {
  readonly build: Build
  readonly sourceText: string
  readonly source: SourceRef
}

// Lync Server 2010 to Skype for Business Server 2019; other components (speech, fabric) have
// versions of their own
const PRODUCTS: Readonly<Record<string, string>> = {
  '4.0.7577': 'Lync Server 2010',
  '5.0.8308': 'Lync Server 2013',
  '6.0.9319': 'Skype for Business Server 2015',
  '7.0.2046': 'Skype for Business Server 2019',
}
// 5 is Lync Server 2013 and 6 Skype for Business Server 2015 (SEEN); 7 is 2019 (INFERRED)
const GENERATIONS: Readonly<Record<number, string>> = {
  4: '4.0.7577',
  5: '5.0.8308',
  6: '6.0.9319',
  7: '7.0.2046',
}
const MOST = 200

export const productNameOf = (build: Build): string | undefined =>
  PRODUCTS[build.slice(0, 3).join('.')]

export const serverVersionMissing: MissingEvidence = {
  evidence: 'the server’s version with its cumulative update',
  how: 'Ask a server administrator for the output of this in the Skype for Business Server Management Shell.',
  commands: ['Get-CsServerPatchVersion | Format-List > server-version.txt'],
}

/** Which server the user is on, and which cumulative update it has. */
export const serverVersion = defineEvidence<ServerVersion>({
  name: 'server version',
  markers: sipMethodMarkers('REGISTER'),
  start() {
    const core: ServerBuild[] = []
    let highest: ServerBuild | undefined
    const base: ServerBuild[] = []
    let generation: ServerVersion['generation']
    let missing: SourceRef | undefined
    let shellLacksAll = false
    let answered: SourceRef | undefined
    return {
      listeners: {
        'cmdlet-output'(seen) {
          if (seen.cmdlet === 'Get-CsImConfiguration') answered ??= seen.source
          const found = /^Get-CsServer(Patch)?Version$/.test(seen.cmdlet)
            ? printedBuild(seen)
            : undefined
          if (found === undefined) return
          if (seen.cmdlet === 'Get-CsServerVersion') {
            if (base.length < MOST) base.push(found)
            return
          }
          if (
            /\bcore components\b/i.test(seen.properties.get('componentname') ?? '') &&
            core.length < MOST
          )
            core.push(found)
          if (highest === undefined || compareBuilds(found.build, highest.build) > 0)
            highest = found
        },
        'cmdlet-missing'({ name, source }) {
          if (/^[GS]et-CsImConfiguration$/i.test(name)) missing ??= source
          else if (/^Get-Cs(User|ClientPolicy|ServerVersion|ServerPatchVersion)$/i.test(name))
            shellLacksAll = true
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
        patchedBuilds: core.length > 0 ? [...core] : highest ? [highest] : [],
        baseBuilds: [...base],
        ...defined({
          generation: generation ? generation : undefined,
          cmdletMissing: missing && !shellLacksAll ? missing : undefined,
          cmdletAnswered: answered ? answered : undefined,
        }),
      }),
    }
  },
  facts({ patchedBuilds: patched, baseBuilds: base, generation }) {
    const [oldest] = [...(patched.length > 0 ? patched : base)].sort((left, right) =>
      compareBuilds(left.build, right.build),
    )
    const build = oldest
      ? oldest.build
      : generation
        ? parseBuild(GENERATIONS[generation.major] ?? '')
        : undefined
    const source = oldest?.source ?? generation?.source
    if (source === undefined) return {}
    const product = (build && productNameOf(build)) ?? 'unknown product'
    const known = oldest ? `${product} ${formatBuild(oldest.build)}` : product
    const how = oldest ? oldest.sourceText : (generation?.text ?? '')
    const caveat = patched.length > 0 ? '' : '; this does not show the cumulative update'
    return {
      server: {
        label: 'Server',
        value: known,
        text: `${known}, from ${how}${caveat}`,
        sources: [source],
      },
    }
  },
})

/**
 * The version that a cmdlet printed, in whichever property it stands: Get-CsServerVersion prints a
 * sentence.
 */
function printedBuild(seen: CmdletOutput): ServerBuild | undefined {
  const component = seen.properties.get('componentname')?.trim()
  for (const [property, value] of seen.properties) {
    if (property === 'componentname') continue
    const build = parseBuild(value)
    if (build === undefined || productNameOf(build) === undefined) continue
    const text = `${seen.cmdlet}${component ? ` (${component})` : ''}`
    return { build, sourceText: text, source: sourceOfProperty(seen, property) }
  }
  return undefined
}
