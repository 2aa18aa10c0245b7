import { type Build, buildText, compareBuilds, parseBuild } from '../model/build.ts'
import { defineEvidence } from '../model/evidence.ts'
import { sipStart } from '../model/marker.ts'
import { sipHeader } from '../model/sip-message.ts'
import type { SourceRef } from '../model/source-ref.ts'

/** The build of this user's client, the latest one seen. */
export interface ClientBuild {
  readonly build: Build
  /** What it was read from, in words. */
  readonly from: string
  /** False when only the first three parts are right (a file name carries the UCCAPI revision). */
  readonly exact: boolean
  readonly source: SourceRef
}

// OC/16.0.7967.2139
const CLIENT_AGENT = /\bOC\/(\d+\.\d+\.\d+\.\d+)/

/**
 * The client build: of the packets that this client sent (`User-Agent`, its OC part), else of the Click-to-Run registry key, else of
 * the trace's file name. Never of a packet received: peers' agents stand there.
 */
export const clientBuild = defineEvidence<ClientBuild | undefined>({
  name: 'client build',
  markers: sipStart('REGISTER '),
  start() {
    let sent: (ClientBuild & { readonly at: number }) | undefined
    let registry: ClientBuild | undefined
    let hint: ClientBuild | undefined
    return {
      on: {
        sip({ direction, vantage, message, at, source }) {
          if (vantage !== 'client' || direction !== 'sent' || (sent && sent.at > at)) return
          const build = parseBuild(CLIENT_AGENT.exec(sipHeader(message, 'user-agent') ?? '')?.[1] ?? '')
          if (build) sent = { build, from: 'the User-Agent this client sent', exact: true, source, at }
        },
        'registry-value'({ key, name, value, source }) {
          if (!/\\ClickToRun\\Configuration$/i.test(key) || !/^VersionToReport$/i.test(name)) return
          const build = parseBuild(String(value))
          if (build) registry = { build, from: 'VersionToReport in the registry', exact: true, source }
        },
        'build-hint'({ build, source }) {
          const parsed = parseBuild(build)
          if (parsed && (!hint || compareBuilds(parsed, hint.build) > 0))
            hint = { build: parsed, from: 'the name of the trace file', exact: false, source }
        },
      },
      result: () => sent ?? registry ?? hint,
    }
  },
  facts(found) {
    if (!found) return {}
    const { build, from, exact, source } = found
    const value = exact ? buildText(build) : `${build.slice(0, 3).join('.')}.*`
    return { clientBuild: { label: 'Client build', value, text: `${value}, from ${from}`, sources: [source] } }
  },
})
