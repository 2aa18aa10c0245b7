import { findPrintedUser } from '../../evidence/cmdlet-property.ts'
import { parseBuild } from '../../model/build.ts'
import { greatestOf, leastOf } from '../../model/numbers/extremes.ts'
import type { Observation, SipObservation } from '../../model/observation.ts'
import { CLIENT_AGENT, parseSipAddress, sipHeader } from '../../model/sip-message.ts'
import type { InputSummary } from '../../model/tally.ts'
import { RecordSketch } from './record-sketch.ts'

/** All that tells whose evidence an input, or a group of inputs, is. */
export interface Identity {
  /** Names of computers, lower case, without domain. */
  readonly machines: ReadonlySet<string>
  /** Users of the client, `user@domain` in lower case: signed in, or owners of a spool. */
  readonly users: ReadonlySet<string>
  /** Ids of clients that signed in: `kim@contoso.example epid 0011223344`, or `… instance …`. */
  readonly clientIds: ReadonlySet<string>
  /** Builds that clients sent. */
  readonly builds: ReadonlySet<string>
  /** Builds that the registry states. */
  readonly installedBuilds: ReadonlySet<string>
  /** Stated collection times, milliseconds UTC. */
  readonly collected: ReadonlySet<number>
  /** First and last record of the client’s logs, milliseconds UTC. */
  readonly from: number
  readonly to: number
  /** Sample of the packets in client logs. */
  readonly packets: RecordSketch
  /** Users that administrator output or Configuration Information names. */
  readonly namedUsers: ReadonlySet<string>
  /** Whether anything in it comes from a client: a log, a spool, a registry, a manifest. */
  readonly isFromClient: boolean
}

// ;epid=0011223344
const EPID = /;\s*epid=([0-9A-Za-z]{1,64})/
// ;+sip.instance="<urn:uuid:11111111-2222-…>"
const INSTANCE = /\+sip\.instance="?<([^>"]{1,100})>/i
const CLICK_TO_RUN_KEY = /\\ClickToRun\\Configuration$/i
const MAIL_ADDRESS = /[^\s<>;:"'@]{1,64}@[^\s<>;:"'@]{1,255}/
/**
 * More names than a machine has. The limit stops a hostile log from growing a set.
 * Limit: users and machines kept of each input.
 * Beyond: further names are left out.
 */
const MAX_NAMES = 100

/** Collects the identity of one input from its observations. */
export class InputIdentity implements Identity {
  readonly machines = new Set<string>()
  readonly users = new Set<string>()
  readonly clientIds = new Set<string>()
  readonly builds = new Set<string>()
  readonly installedBuilds = new Set<string>()
  readonly collected = new Set<number>()
  packets = new RecordSketch()
  readonly namedUsers = new Set<string>()
  from = Number.POSITIVE_INFINITY
  to = Number.NEGATIVE_INFINITY
  isFromClient = false

  /** `samplesPackets`: whether its packets may be compared with those of other logs. */
  observe(observation: Observation, samplesPackets: boolean): void {
    switch (observation.kind) {
      case 'sip':
        if (observation.vantage !== 'client') return
        this.addPacket(observation)
        if (samplesPackets) this.packets.add(observation.at, packetKey(observation))
        return
      case 'trace':
        this.isFromClient = true
        return
      case 'spool-folder':
      case 'spool-item':
        this.isFromClient = true
        if (observation.user !== undefined) add(this.users, observation.user)
        if (observation.machine !== undefined) add(this.machines, hostName(observation.machine))
        return
      case 'collected':
        this.isFromClient = true
        add(this.collected, observation.at)
        return
      case 'registry-value':
        this.isFromClient = true
        if (CLICK_TO_RUN_KEY.test(observation.key) && /^VersionToReport$/i.test(observation.name))
          add(this.installedBuilds, String(observation.value))
        return
      case 'cmdlet-output': {
        const user =
          observation.cmdlet === 'Get-CsUser' ? findPrintedUser(observation) : observation.user
        if (user !== undefined) add(this.namedUsers, user)
        return
      }
      case 'configuration-row':
        if (/\buser\b|\bURI\b/i.test(observation.name)) {
          const address = MAIL_ADDRESS.exec(observation.value)?.[0]
          if (address !== undefined) add(this.namedUsers, address.toLowerCase())
        }
        return
      case 'input':
        this.addSummary(observation.input)
        return
      default:
    }
  }

  private addPacket({ direction, message }: SipObservation): void {
    this.isFromClient = true
    // The From of a request that the client sent is its own user; that of any other packet may be
    // a peer’s.
    if (direction !== 'sent' || message.status !== undefined) return
    const from = sipHeader(message, 'from')
    const user = parseSipAddress(from)
    if (user === undefined) return
    add(this.users, user)
    const instance = INSTANCE.exec(sipHeader(message, 'contact') ?? '')?.[1]
    const epid = EPID.exec(from ?? '')?.[1]
    if (epid !== undefined) add(this.clientIds, `${user} epid ${epid.toLowerCase()}`)
    if (instance !== undefined) add(this.clientIds, `${user} instance ${instance.toLowerCase()}`)
    const build = CLIENT_AGENT.exec(sipHeader(message, 'user-agent') ?? '')?.[1]
    if (build !== undefined && parseBuild(build)) add(this.builds, build)
  }

  private addSummary({ log, format, status, from, to }: InputSummary): void {
    if (format === 'client-log' && status === 'read') this.isFromClient = true
    // A trace of the same client states other times and parts of its packets.
    else this.packets = new RecordSketch()
    if (!log || !this.isFromClient || from === undefined || to === undefined) return
    this.from = Math.min(this.from, from)
    this.to = Math.max(this.to, to)
  }
}

/** Identifies a packet. Short, because it is hashed for every packet that evidence asks for. */
const packetKey = ({ direction, message }: SipObservation): string =>
  `${direction} ${message.status ?? ''} ${sipHeader(message, 'call-id')} ${sipHeader(message, 'cseq')}`

const add = <T>(values: Set<T>, value: T): void => {
  if (values.size < MAX_NAMES) values.add(value)
}

/** PC-0142.contoso.example → pc-0142 */
const hostName = (machine: string): string => machine.toLowerCase().split('.')[0] ?? ''

/** The identity of several inputs together. */
export function mergeIdentities(identities: readonly Identity[]): Identity {
  const union = <T>(valuesOf: (identity: Identity) => ReadonlySet<T>): ReadonlySet<T> =>
    new Set(identities.flatMap((identity) => [...valuesOf(identity)]))
  return {
    machines: union(({ machines }) => machines),
    users: union(({ users }) => users),
    clientIds: union(({ clientIds }) => clientIds),
    builds: union(({ builds }) => builds),
    installedBuilds: union(({ installedBuilds }) => installedBuilds),
    collected: union(({ collected }) => collected),
    namedUsers: union(({ namedUsers }) => namedUsers),
    from: leastOf(identities.map(({ from }) => from)) ?? Number.POSITIVE_INFINITY,
    to: greatestOf(identities.map(({ to }) => to)) ?? Number.NEGATIVE_INFINITY,
    packets: RecordSketch.merge(identities.map(({ packets }) => packets)),
    isFromClient: identities.some(({ isFromClient }) => isFromClient),
  }
}
