import { ipv4, ipv6 } from '../addresses.ts'
import type { Layout, Reader } from '../layout.ts'
import { int16, uint16, uint16BigEndian } from '../numbers.ts'
import { address, number } from './kernel-fields.ts'

const ends = (host: Reader): Layout => [
  number('PID'),
  number('size'),
  { name: 'daddr', read: host },
  { name: 'saddr', read: host },
  number('dport', uint16BigEndian),
  number('sport', uint16BigEndian),
]

/** TcpIp_TypeGroup1 and UdpIp_TypeGroup1: data that was received, and connections that end. */
const received = (host: Reader): Layout => [...ends(host), number('seqnum'), address('connid')]

/** TcpIp_SendIPV4. */
const sent = (host: Reader): Layout => [
  ...ends(host),
  number('startime'),
  number('endtime'),
  number('seqnum'),
  address('connid'),
]

/** TcpIp_TypeGroup2: connections that begin. */
const connected = (host: Reader): Layout => [
  ...ends(host),
  number('mss', uint16),
  number('sackopt', uint16),
  number('tsopt', uint16),
  number('wsopt', uint16),
  number('rcvwin'),
  number('rcvwinscale', int16),
  number('sndwinscale', int16),
  number('seqnum'),
  address('connid'),
]

const FAILED: Layout = [number('Proto', uint16), number('FailureCode', uint16)]
const FAIL = 17
/** Types of IPv6 lie so much behind those of IPv4. */
const V6 = 16

const tcpLayouts = (host: Reader, from: number): readonly (readonly [number, Layout])[] => [
  [from + 10, sent(host)],
  [from + 11, received(host)],
  [from + 12, connected(host)],
  [from + 13, received(host)],
  [from + 14, received(host)],
  [from + 15, connected(host)],
  [from + 16, received(host)],
  [from + 18, received(host)],
]

const udpLayouts = (host: Reader, from: number): readonly (readonly [number, Layout])[] => [
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
