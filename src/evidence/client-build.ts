import {
  type Build,
  channelOfCdnUrl,
  channelsOf,
  compareBuilds,
  editionOf,
  formatBuild,
  type OfficeEdition,
  parseBuild,
} from '../model/build.ts'
import { defined } from '../model/defined.ts'
import { defineEvidence } from '../model/evidence.ts'
import type { Fact } from '../model/fact.ts'
import { sipStartMarkers } from '../model/marker.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { copyTracingCommand } from './collect-commands.ts'

interface BuildReading {
  readonly build: Build
  /** Where it was read, in words. */
  readonly sourceText: string
  /** False when only the first three parts are valid: a file name carries the UCCAPI revision. */
  readonly isExact: boolean
  readonly source: SourceRef
}

/** A value that was read or concluded. */
interface SourcedValue<T> {
  readonly value: T
  /** Where it was read, or what it was concluded from, in words. */
  readonly sourceText: string
  readonly source: SourceRef
}

/** The latest build of this user's client. */
export interface ClientBuild extends BuildReading {
  /**
   * A less reliable source that names another branch: the client was updated since, or this is
   * another installation.
   */
  readonly conflicting?: BuildReading
  readonly edition?: SourcedValue<OfficeEdition>
  readonly channel?: SourcedValue<string>
}

// OC/16.0.7967.2139
const CLIENT_AGENT = /\bOC\/(\d+\.\d+\.\d+\.\d+)/
// HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Office\ClickToRun\Configuration
const CLICK_TO_RUN_KEY = /\\ClickToRun\\Configuration$/i

export const clientBuildMissing: MissingEvidence = {
  evidence: 'the client build',
  how:
    'Collect the Tracing folder with a sign-in in Lync-UccApi-*.UccApilog, or export this ' +
    'registry key, which exists only with Click-to-Run.',
  commands: [
    copyTracingCommand,
    'reg export "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration" clicktorun.reg /y',
  ],
}

/**
 * The client build: the OC part of the `User-Agent` in packets that this client sent, else the
 * Click-to-Run registry key, else the name of the trace file. Undefined without any of them.
 * Packets that the client received are ignored, because they carry the agents of peers.
 */
export const clientBuild = defineEvidence<ClientBuild | undefined>({
  name: 'client build',
  markers: sipStartMarkers('REGISTER '),
  start() {
    let sent: (BuildReading & { readonly at: number }) | undefined
    let registry: BuildReading | undefined
    let fileName: BuildReading | undefined
    const channels = new Map<string, SourcedValue<string>>()
    return {
      listeners: {
        sip({ direction, vantage, message, at, source }) {
          if (
            vantage !== 'client' ||
            direction !== 'sent' ||
            message.status !== undefined ||
            message.method !== 'REGISTER'
          )
            return
          if (sent && sent.at > at) return
          const build = parseBuild(
            CLIENT_AGENT.exec(sipHeader(message, 'user-agent') ?? '')?.[1] ?? '',
          )
          const sourceText = 'the User-Agent this client sent'
          if (build) sent = { build, sourceText, isExact: true, source, at }
        },
        'registry-value'({ key, name, value, source }) {
          if (!CLICK_TO_RUN_KEY.test(key)) return
          const sourceText = `${name} in the registry`
          const build = /^VersionToReport$/i.test(name) ? parseBuild(String(value)) : undefined
          if (build)
            registry = {
              build,
              sourceText: 'VersionToReport in the registry',
              isExact: true,
              source,
            }
          const channel = /^(UpdateChannel|CDNBaseUrl)$/i.test(name)
            ? channelOfCdnUrl(String(value))
            : undefined
          if (channel) channels.set(name.toLowerCase(), { value: channel, sourceText, source })
        },
        'build-hint'({ build: text, source }) {
          const build = parseBuild(text)
          const sourceText = 'the name of the trace file'
          if (build && (!fileName || compareBuilds(build, fileName.build) > 0))
            fileName = { build, sourceText, isExact: false, source }
        },
      },
      result() {
        const readings = [sent, registry, fileName].filter((reading) => reading !== undefined)
        const [best] = readings
        if (!best) return undefined
        const { build, sourceText, isExact, source } = best
        const conflicting = readings.find((reading) => compareBuilds(reading.build, build, 3) !== 0)
        return {
          build,
          sourceText,
          isExact,
          source,
          ...defined({
            conflicting,
            edition: findEdition(best, registry),
            channel:
              channels.get('updatechannel') ??
              channels.get('cdnbaseurl') ??
              findPublishedChannel(best),
          }),
        }
      },
    }
  },
  facts(client) {
    if (!client) return {}
    const { sourceText, conflicting, source, edition, channel } = client
    const value = formatClientBuild(client)
    const conflict = conflicting
      ? ` (${conflicting.sourceText} says ${formatClientBuild(conflicting)})`
      : ''
    return {
      clientBuild: {
        label: 'Client build',
        value,
        text: `${value}, from ${sourceText}${conflict}`,
        sources: [source],
      },
      ...defined({
        clientEdition: edition && toFact('Client edition', edition),
        updateChannel: channel && toFact('Update channel', channel),
      }),
    }
  },
})

/** The build as text, with `*` for the last part where that is not exact. */
export const formatClientBuild = ({
  build,
  isExact,
}: Pick<BuildReading, 'build' | 'isExact'>): string =>
  isExact ? formatBuild(build) : `${build.slice(0, 3).join('.')}.*`

const toFact = (label: string, { value, sourceText, source }: SourcedValue<string>): Fact => ({
  label,
  value,
  text: `${value}, from ${sourceText}`,
  sources: [source],
})

function findEdition(
  { build, source }: BuildReading,
  registry: BuildReading | undefined,
): SourcedValue<OfficeEdition> | undefined {
  const value = editionOf(build)
  if (value) return { value, sourceText: `the build ${build.slice(0, 3).join('.')}`, source }
  return (
    registry && {
      value: 'Click-to-Run',
      sourceText: 'the Click-to-Run registry key',
      source: registry.source,
    }
  )
}

/** The channels on which this exact build was published; undefined when none is known. */
function findPublishedChannel({
  build,
  isExact,
  source,
}: BuildReading): SourcedValue<string> | undefined {
  const channels = isExact ? channelsOf(build) : []
  if (channels.length === 0) return undefined
  const sourceText = 'the channels this build was published on'
  return { value: channels.join(' or '), sourceText, source }
}
