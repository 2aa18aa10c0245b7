import { ipv4, ipv6 } from '../addresses.ts'
import type { FieldReader, Layout } from '../layout.ts'
import { int16, uint16, uint16BigEndian } from '../numbers.ts'
import { addressField, numberField } from './kernel-fields.ts'

const ends = (host: FieldReader): Layout => [
  numberField('PID'),
  numberField('size'),
  { name: 'daddr', read: host },
  { name: 'saddr', read: host },
  numberField('dport', uint16BigEndian),
  numberField('sport', uint16BigEndian),
]

/** TcpIp_TypeGroup1 and UdpIp_TypeGroup1: data that was received, and connections that end. */
const received = (host: FieldReader): Layout => [
  ...ends(host),
  numberField('seqnum'),
  addressField('connid'),
]

/** TcpIp_SendIPV4. */
const sent = (host: FieldReader): Layout => [
  ...ends(host),
  numberField('startime'),
  numberField('endtime'),
  numberField('seqnum'),
  addressField('connid'),
]

/** TcpIp_TypeGroup2: connections that begin. */
const connected = (host: FieldReader): Layout => [
  ...ends(host),
  numberField('mss', uint16),
  numberField('sackopt', uint16),
  numberField('tsopt', uint16),
  numberField('wsopt', uint16),
  numberField('rcvwin'),
  numberField('rcvwinscale', int16),
  numberField('sndwinscale', int16),
  numberField('seqnum'),
  addressField('connid'),
]

const FAILED: Layout = [numberField('Proto', uint16), numberField('FailureCode', uint16)]
const FAIL = 17
/** Types of IPv6 lie so much behind those of IPv4. */
const V6 = 16

const tcpLayouts = (host: FieldReader, from: number): readonly (readonly [number, Layout])[] => [
  [from + 10, sent(host)],
  [from + 11, received(host)],
  [from + 12, connected(host)],
  [from + 13, received(host)],
  [from + 14, received(host)],
  [from + 15, connected(host)],
  [from + 16, received(host)],
  [from + 18, received(host)],
]

const udpLayouts = (host: FieldReader, from: number): readonly (readonly [number, Layout])[] => [
  [from + 10, received(host)],
  [from + 11, received(host)],
]

export const TCP_LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  ...tcpLayouts(ipv4, 0),
  ...tcpLayouts(ipv6, V6),
  [FAIL, FAILED],
])
export const UDP_LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  ...udpLayouts(ipv4, 0),
  ...udpLayouts(ipv6, V6),
  [FAIL, FAILED],
])
