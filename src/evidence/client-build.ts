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
import { traceTextMarkers } from '../model/marker.ts'
import type { MissingEvidence } from '../model/rule.ts'
import { CLIENT_AGENT, sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'
import { copyTracingCommand } from './collect-commands.ts'
import { EXCHANGE_URL_PATHS } from './exchange-request.ts'
import { isOwnPacket, ownPacketMarkers } from './own-packet.ts'

/** A build, and where it was read. */
export interface BuildReading {
  readonly build: Build
  /** Where it was read, in words. */
  readonly sourceText: string
  /** False when only the first three parts are valid: a file name carries the UCCAPI revision. */
  readonly isExact: boolean
  readonly source: SourceRef
}

/** A value that was read or concluded. */
export interface SourcedValue<T> {
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
}

/** This user's client. The build may be unknown while edition and channel are not. */
export interface ClientSoftware {
  readonly build?: ClientBuild
  readonly edition?: SourcedValue<OfficeEdition>
  readonly channel?: SourcedValue<string>
}

// User-Agent: OC/16.0.4546.1000 (Skype for Business)
// Must not match the agent of a SIP packet, which may be a peer's: UCCAPI/… OC/…
const EXCHANGE_AGENT = /\bUser-?Agent["']?[ \t]{0,4}[:=][ \t]{0,4}["']?OC\/(\d+\.\d+\.\d+\.\d+)/i
// HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Office\ClickToRun\Configuration
// Click-to-Run never keeps its configuration below the key of a user.
const CLICK_TO_RUN_KEY = /^HKEY_LOCAL_MACHINE\\.*\\ClickToRun\\Configuration$/i
const INSTALLATION_VALUE = /^(?:VersionToReport|UpdateChannel|CDNBaseUrl|ProductReleaseIds)$/i
/** The build is used only if the log is of one user. */
const MAX_SERVER_LOG_USERS = 1000

export const clientBuildMissing: MissingEvidence = {
  evidence: 'the client build',
  how:
    'Collect the Tracing folder with Lync-UccApi-*.UccApilog, or export this registry key, which ' +
    'exists only with Click-to-Run.',
  commands: [
    copyTracingCommand,
    'reg export "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration" clicktorun.reg /y',
  ],
}

/**
 * The client build: the OC part of the `User-Agent` in packets that this client sent, else that of
 * its requests to Exchange, else the Click-to-Run registry key, else the file version of Lync.exe,
 * else the log of an Exchange server when it shows only one user, else the name of the trace file.
 * Packets that the client received are ignored, because they carry the agents of peers.
 */
export const clientBuild = defineEvidence<ClientSoftware>({
  name: 'client build',
  markers: [...ownPacketMarkers, ...traceTextMarkers(...EXCHANGE_URL_PATHS)],
  start() {
    const sent = new LatestBuild('the User-Agent this client sent', CLIENT_AGENT)
    const requested = new LatestBuild(
      'the User-Agent of this client’s requests to Exchange',
      EXCHANGE_AGENT,
    )
    let registry: BuildReading | undefined
    /** Builds in the log of an Exchange server, by user. An empty user: the log names nobody. */
    const serverLog = new Map<string, LatestBuild>()
    let program: BuildReading | undefined
    let fileName: BuildReading | undefined
    let registryKey: SourceRef | undefined
    const channels = new Map<string, SourcedValue<string>>()
    return {
      listeners: {
        sip(observation) {
          const { message, at, source } = observation
          if (isOwnPacket(observation)) sent.add(at, source, sipHeader(message, 'user-agent') ?? '')
        },
        trace({ event: { message }, at, source }) {
          if (isExchangeRequest(message)) requested.add(at, source, message)
        },
        'registry-value'({ key, name, value, source }) {
          if (
            !CLICK_TO_RUN_KEY.test(key) ||
            !INSTALLATION_VALUE.test(name) ||
            String(value).trim() === ''
          )
            return
          registryKey ??= source
          const sourceText = `${name} in the registry`
          const build = /^VersionToReport$/i.test(name) ? parseBuild(String(value)) : undefined
          // The key of Office 2013 may remain after an upgrade.
          if (build && build[0] >= (registry?.build[0] ?? 0))
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
        'ews-answer'({ agent, user = '', at, source }) {
          if (!CLIENT_AGENT.test(agent)) return
          const existing = serverLog.get(user)
          if (!existing && serverLog.size >= MAX_SERVER_LOG_USERS) return
          const latest =
            existing ?? new LatestBuild('the User-Agent in the Exchange server’s log', CLIENT_AGENT)
          latest.add(at, source, agent)
          serverLog.set(user, latest)
        },
        'client-program'({ build: text, source }) {
          const build = parseBuild(text)
          const sourceText = 'the file version of Lync.exe'
          if (build && (!program || compareBuilds(build, program.build) > 0))
            program = { build, sourceText, isExact: true, source }
        },
        'build-hint'({ build: text, source }) {
          const build = parseBuild(text)
          const sourceText = 'the name of the trace file'
          if (build && (!fileName || compareBuilds(build, fileName.build) > 0))
            fileName = { build, sourceText, isExact: false, source }
        },
      },
      result() {
        // With several users in the server's log it is unknown which of them this case is about.
        const [onlyLogged] = serverLog.size === 1 ? serverLog.values() : []
        const readings = [
          sent.reading,
          requested.reading,
          registry,
          program,
          onlyLogged?.reading,
          fileName,
        ].filter((reading) => reading !== undefined)
        const [best] = readings
        const conflicting = best
          ? readings.find((reading) => compareBuilds(reading.build, best.build, 3) !== 0)
          : undefined
        return defined({
          build: best && { ...best, ...defined({ conflicting }) },
          edition: findEdition(best, registryKey),
          channel:
            channels.get('updatechannel') ??
            channels.get('cdnbaseurl') ??
            (best && findPublishedChannel(best)),
        })
      },
    }
  },
  facts: ({ build, edition, channel }) =>
    defined({
      clientBuild: build && toBuildFact(build),
      clientEdition: edition && toFact('Client edition', edition),
      updateChannel: channel && toFact('Update channel', channel),
    }),
})

/** Keeps the latest build of one kind of source. */
class LatestBuild {
  private readonly sourceText: string
  private readonly pattern: RegExp
  private latest: (BuildReading & { readonly at: number }) | undefined
  /** The text that was parsed last, and the build in it: nearly all texts of a log are the same. */
  private lastText = ''
  private lastBuild: Build | undefined

  /** The first group of `pattern` is the build. */
  constructor(sourceText: string, pattern: RegExp) {
    this.sourceText = sourceText
    this.pattern = pattern
  }

  get reading(): BuildReading | undefined {
    return this.latest
  }

  add(at: number, source: SourceRef, text: string): void {
    const { sourceText, latest } = this
    if (latest && latest.at > at) return
    if (text !== this.lastText) {
      this.lastBuild = parseBuild(this.pattern.exec(text)?.[1] ?? '')
      this.lastText = text
    }
    const build = this.lastBuild
    if (build) this.latest = { build, sourceText, isExact: true, source, at }
  }
}

const isExchangeRequest = (message: string): boolean => {
  const text = message.toLowerCase()
  return text.includes('oc/') && EXCHANGE_URL_PATHS.some((path) => text.includes(path))
}

function toBuildFact(build: ClientBuild): Fact {
  const { sourceText, conflicting, source } = build
  const value = formatClientBuild(build)
  const conflict = conflicting
    ? ` (${conflicting.sourceText} says ${formatClientBuild(conflicting)})`
    : ''
  return {
    label: 'Client build',
    value,
    text: `${value}, from ${sourceText}${conflict}`,
    sources: [source],
  }
}

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

/** The edition according to the build, else to the existence of the Click-to-Run key. */
function findEdition(
  reading: BuildReading | undefined,
  registryKey: SourceRef | undefined,
): SourcedValue<OfficeEdition> | undefined {
  const value = reading && editionOf(reading.build)
  if (reading && value) {
    const sourceText = `the build ${reading.build.slice(0, 3).join('.')}`
    return { value, sourceText, source: reading.source }
  }
  return (
    registryKey && {
      value: 'Click-to-Run',
      sourceText: 'the Click-to-Run registry key',
      source: registryKey,
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
