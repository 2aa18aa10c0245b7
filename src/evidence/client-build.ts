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
  /** What it was read from, in words. */
  readonly sourceText: string
  /** False when only the first three parts are right (a file name carries the UCCAPI revision). */
  readonly exact: boolean
  readonly source: SourceRef
}

/** Something read or concluded, and from what, in words. */
interface SourcedValue<T> {
  readonly value: T
  readonly sourceText: string
  readonly source: SourceRef
}

/** The build of this user's client, the latest one seen. */
export interface ClientBuild extends BuildReading {
  /** A source that wins less and names another branch: updated since, or another installation. */
  readonly contradicted?: BuildReading
  readonly edition?: SourcedValue<OfficeEdition>
  readonly channel?: SourcedValue<string>
}

// OC/16.0.7967.2139
const CLIENT_AGENT = /\bOC\/(\d+\.\d+\.\d+\.\d+)/
// HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Office\ClickToRun\Configuration
const CLICK_TO_RUN_KEY = /^HKEY_LOCAL_MACHINE\\.*\\ClickToRun\\Configuration$/i
const MOST_SERVED_USERS = 1000

export const clientBuildMissing: MissingEvidence = {
  evidence: 'the client build',
  how: 'Collect the Tracing folder with a sign-in in Lync-UccApi-*.UccApilog, or export the key that exists on Click-to-Run only.',
  commands: [
    copyTracingCommand,
    'reg export "HKLM\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration" clicktorun.reg /y',
  ],
}

/**
 * The client build: of the packets that this client sent (`User-Agent`, its OC part), else of the
 * Click-to-Run registry key, else of the trace's file name. Never of a packet received: peers'
 * agents stand there.
 */
export const clientBuild = defineEvidence<ClientBuild | undefined>({
  name: 'client build',
  markers: sipStartMarkers('REGISTER '),
  start() {
    let sent: (BuildReading & { readonly at: number }) | undefined
    let registry: BuildReading | undefined
    /** The latest of each user in the log of an Exchange server. */
    const served = new Map<string, BuildReading & { readonly at: number }>()
    let hint: BuildReading | undefined
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
          if (build)
            sent = { build, sourceText: 'the User-Agent this client sent', exact: true, source, at }
        },
        'registry-value'({ key, name, value, source }) {
          if (!CLICK_TO_RUN_KEY.test(key)) return
          const build = /^VersionToReport$/i.test(name) ? parseBuild(String(value)) : undefined
          if (build)
            registry = { build, sourceText: 'VersionToReport in the registry', exact: true, source }
          const channel = /^(UpdateChannel|CDNBaseUrl)$/i.test(name)
            ? channelOfCdnUrl(String(value))
            : undefined
          if (channel)
            channels.set(name.toLowerCase(), {
              value: channel,
              sourceText: `${name} in the registry`,
              source,
            })
        },
        'ews-answer'({ agent, user = '', at, source }) {
          const build = parseBuild(CLIENT_AGENT.exec(agent)?.[1] ?? '')
          const before = served.get(user)
          if (!build || (before ? before.at > at : served.size >= MOST_SERVED_USERS)) return
          const sourceText = 'the User-Agent in the Exchange server’s log'
          served.set(user, { build, sourceText, exact: true, source, at })
        },
        'build-hint'({ build, source }) {
          const parsed = parseBuild(build)
          if (parsed && (!hint || compareBuilds(parsed, hint.build) > 0))
            hint = { build: parsed, sourceText: 'the name of the trace file', exact: false, source }
        },
      },
      result() {
        // A server's log has requests of everybody: with several users it is not known whose count.
        const [onlyServed] = served.size === 1 ? served.values() : []
        const seen = [sent, registry, onlyServed, hint].filter((one) => one !== undefined)
        const [best] = seen
        if (!best) return undefined
        const contradicted = seen.find((one) => compareBuilds(one.build, best.build, 3) !== 0)
        const { build, sourceText: from, exact, source } = best
        return {
          build,
          sourceText: from,
          exact,
          source,
          ...defined({ contradicted: contradicted ? contradicted : undefined }),
          ...optional('edition', editionFrom(best, registry)),
          ...optional(
            'channel',
            channels.get('updatechannel') ?? channels.get('cdnbaseurl') ?? channelFrom(best),
          ),
        }
      },
    }
  },
  facts(found) {
    if (!found) return {}
    const { sourceText: from, contradicted, source, edition, channel } = found
    const value = formatClientBuild(found)
    const other = contradicted
      ? ` (${contradicted.sourceText} says ${formatClientBuild(contradicted)})`
      : ''
    return {
      clientBuild: {
        label: 'Client build',
        value,
        text: `${value}, from ${from}${other}`,
        sources: [source],
      },
      ...defined({
        clientEdition: edition ? factOf('Client edition', edition) : undefined,
        updateChannel: channel ? factOf('Update channel', channel) : undefined,
      }),
    }
  },
})

/** The build with `*` for a part that must not be compared. */
export const formatClientBuild = ({
  build,
  exact,
}: Pick<BuildReading, 'build' | 'exact'>): string =>
  exact ? formatBuild(build) : `${build.slice(0, 3).join('.')}.*`

const optional = <K extends string, T>(key: K, value: T | undefined) =>
  value === undefined ? {} : { [key]: value }

const factOf = (
  label: string,
  { value, sourceText: from, source }: SourcedValue<string>,
): Fact => ({
  label,
  value,
  text: `${value}, from ${from}`,
  sources: [source],
})

function editionFrom(
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

function channelFrom({ build, exact, source }: BuildReading): SourcedValue<string> | undefined {
  const channels = exact ? channelsOf(build) : []
  return channels.length > 0
    ? {
        value: channels.join(' or '),
        sourceText: 'the channels this build was published on',
        source,
      }
    : undefined
}
