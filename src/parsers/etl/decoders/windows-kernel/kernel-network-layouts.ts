import { ipv4, ipv6 } from '../addresses.ts'
import type { FieldReader, Layout } from '../layout.ts'
import { int16, uint16, uint16BigEndian } from '../numbers.ts'
import { addressField, numberField } from './kernel-fields.ts'

const endpoints = (host: FieldReader): Layout => [
  numberField('PID'),
  numberField('size'),
  { name: 'daddr', read: host },
  { name: 'saddr', read: host },
  numberField('dport', uint16BigEndian),
  numberField('sport', uint16BigEndian),
]

/** TcpIp_TypeGroup1 and UdpIp_TypeGroup1: received data, and closed connections. */
const received = (host: FieldReader): Layout => [
  ...endpoints(host),
  numberField('seqnum'),
  addressField('connid'),
]

/** TcpIp_SendIPV4. */
const sent = (host: FieldReader): Layout => [
  ...endpoints(host),
  numberField('startime'),
  numberField('endtime'),
  numberField('seqnum'),
  addressField('connid'),
]

/** TcpIp_TypeGroup2: new connections. */
const connected = (host: FieldReader): Layout => [
  ...endpoints(host),
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

const FAILED_FIELDS: Layout = [numberField('Proto', uint16), numberField('FailureCode', uint16)]
const FAIL_TYPE = 17
/** Offset from the types of IPv4 to those of IPv6. */
const IPV6_TYPE_OFFSET = 16

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
  ...tcpLayouts(ipv6, IPV6_TYPE_OFFSET),
  [FAIL_TYPE, FAILED_FIELDS],
])
export const UDP_LAYOUTS: ReadonlyMap<number, Layout> = new Map([
  ...udpLayouts(ipv4, 0),
  ...udpLayouts(ipv6, IPV6_TYPE_OFFSET),
  [FAIL_TYPE, FAILED_FIELDS],
])
