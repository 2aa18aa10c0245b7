/** Bytes of a literal that identify it in a search. */
const FINGERPRINT_BYTES = 3
/** One per bit of a byte. */
const MAX_BUCKETS = 8
/**
 * Probabilities below this count as equal. Then only the number of literals that share a
 * fingerprint matters.
 */
const MIN_PROBABILITY = 1e-5

/** Occurrences per thousand characters of a trace. */
const PER_MILLE: Readonly<Record<string, number>> = {
  ' ': 120,
  e: 80,
  t: 60,
  o: 50,
  n: 50,
  i: 50,
  s: 50,
  a: 50,
  r: 50,
  c: 35,
  d: 30,
  l: 30,
  p: 30,
  u: 25,
  m: 25,
  h: 15,
  g: 15,
  f: 15,
  b: 12,
  y: 10,
  v: 10,
  w: 10,
  x: 6,
  k: 5,
  q: 2,
  j: 1,
  z: 1,
  '.': 20,
  ':': 20,
  '/': 15,
  '-': 12,
  '=': 12,
  '0': 30,
  '1': 30,
  '2': 25,
  '3': 15,
  '4': 15,
  '5': 15,
  '6': 15,
  '7': 12,
  '8': 12,
  '9': 12,
  '"': 10,
  '<': 8,
  '>': 8,
}
/** The same for each character that is not listed. */
const RARE_PER_MILLE = 4
/** Typical content of traces: fingerprints should not occur in it. */
const TYPICAL_TRACE = `
INFO  :: CUccServerEndpoint::OnEvent this[0A41BB20] connection state changed, notifying the \
listeners of the session
TRACE :: CUccPresentityMgr::Find hit in the cache for presentity, age within the limit, nothing \
to be queried from the server
WARN  :: transport Sending Packet Data Received End of Data Received - 192.0.2.20:443 (To Local \
Address: 192.0.2.10:51241) 1599 bytes
Via: SIP/2.0/TLS 192.0.2.20:443;branch=z9hG4bK3A7C41E0;branched=FALSE Max-Forwards: 69 Call-ID: \
6f0e0c2f Content-Length: 1102
From: <sip:user@contoso.example>;tag=00D40080;epid=0123456789 To: CSeq: 7 BENOTIFY SUBSCRIBE \
Event: presence
subscription-state: active;expires=28800 Content-Type: application/msrtc-event-categories+xml \
Record-Route: Contact: Supported:
User-Agent: UCCAPI/16.0.0.0 OC/16.0.0.0 (Skype for Business) ms-diagnostics: reason="" \
source="sip.contoso.example"
Via: SIP/2.0/TLS 10.20.30.40:51622;received=10.20.30.40;ms-received-port=51622;ms-received-cid=9E5
Proxy-Authorization: TLS-DSK qop="auth", realm="SIP Communications Service", opaque="6AE31C97", \
targetname="fe.example", crand="a3d50f7e", cnum="12", response="05b9c4e7d2f8" \
Authentication-Info: TLS-DSK qop="auth", rspauth="e0d4c8b2", srand="5F3D9A70", snum="81", version=4
Record-Route: <sip:pool.example:5061;transport=tls;opaque=state:F:Ci.R9e5a00;lr;ms-route-sig=bbXy> \
Contact: <sip:user@example;opaque=user:epid:xYzAbC;gruu> ms-keep-alive: UAC;hop-hop=yes
Supported: ms-forking, ms-early-media, histinfo, ms-safe-transfer, gruu-10, timer Accept: \
application/sdp, text/plain Allow: INVITE, MESSAGE, INFO, OPTIONS, BYE, CANCEL, NOTIFY, ACK
<categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="sip:user@contoso"
<category name="state" instance="1" publishTime="2016-06-14T08:11:12.123" container="200" \
version="3"><state xsi:type="aggregateState"
TL_INFO(TF_COMPONENT) (UserServices,CUserContext::Process:usercontext.cpp(1412)) \
(SIPStack,SIPAdminLog::ProtocolRecord::Flush
$$begin_record Trace-Correlation-Id: Instance-Id: Direction: incoming;source="local" Peer: \
Message-Type: request Start-Line: Message-Body:
Microsoft.Rtc.Signaling Microsoft Lync microsoft.com
the timer of the dialog fired in the session, the operation is pending on this connection, the \
answer is expected within the time limit, change of the state of the endpoint, number of contacts
Unknown( 34): GUID=ce1dbfb4-137e-4da6-87b0-3f59aa102cbc (No Format Information found). Keyword \
Opcode Provider Execution ProcessID
`.toLowerCase()

/** A lower-case literal, and the offset of its fingerprint. */
export interface Fingerprint {
  readonly literal: string
  readonly offset: number
}

/**
 * Assigns the literals to at most eight buckets by their fingerprints. A fingerprint is three bytes
 * of a literal that are rare in traces and, if possible, shared with other literals. A search looks
 * for all buckets at once and compares only the literals of the buckets it hits.
 */
export function createFingerprintBuckets(literals: readonly string[]): Fingerprint[][] {
  const chosen = chooseTrigrams(literals)
  const buckets = [...new Set(chosen.values())].map((trigram) => [trigram])
  while (buckets.length > MAX_BUCKETS) mergeCheapestPair(buckets)
  return buckets.map((trigrams) =>
    literals
      .filter((literal) => trigrams.includes(chosen.get(literal) ?? ''))
      .map((literal) => ({ literal, offset: literal.indexOf(chosen.get(literal) ?? '') })),
  )
}

const trigramsOf = (literal: string): string[] =>
  Array.from({ length: literal.length - FINGERPRINT_BYTES + 1 }, (_, at) =>
    literal.slice(at, at + FINGERPRINT_BYTES),
  )

/**
 * Returns the fingerprint of each literal. Repeatedly takes the trigram that covers the most
 * literals relative to its probability of a false hit.
 */
function chooseTrigrams(literals: readonly string[]): Map<string, string> {
  const chosen = new Map<string, string>()
  /** By trigram: what it costs, the literals that it is in, and how many of them are left. */
  const candidates = new Map<
    string,
    { readonly trigram: string; readonly price: number; readonly covered: string[]; left: number }
  >()
  for (const literal of literals)
    for (const trigram of new Set(trigramsOf(literal))) {
      const known = candidates.get(trigram)
      if (known) {
        known.covered.push(literal)
        known.left += 1
      } else {
        const price = falseHitProbability([trigram]) + MIN_PROBABILITY
        candidates.set(trigram, { trigram, price, covered: [literal], left: 1 })
      }
    }
  const list = [...candidates.values()]
  while (chosen.size < literals.length) {
    let best = list[0]
    for (const candidate of list)
      if (best && candidate.left / candidate.price > best.left / best.price) best = candidate
    for (const literal of best?.covered ?? []) {
      if (best === undefined || chosen.has(literal)) continue
      chosen.set(literal, best.trigram)
      for (const trigram of new Set(trigramsOf(literal))) {
        const candidate = candidates.get(trigram)
        if (candidate) candidate.left -= 1
      }
    }
  }
  return chosen
}

/** Merges the two buckets whose union adds the least probability of false hits. */
function mergeCheapestPair(buckets: string[][]): void {
  const own = buckets.map(falseHitProbability)
  let best = { cost: Number.POSITIVE_INFINITY, lower: 0, upper: 1 }
  for (let upper = 1; upper < buckets.length; upper += 1) {
    for (let lower = 0; lower < upper; lower += 1) {
      const [left = [], right = []] = [buckets[lower], buckets[upper]]
      const cost = falseHitProbability([...left, ...right]) - (own[lower] ?? 0) - (own[upper] ?? 0)
      if (cost < best.cost) best = { cost, lower, upper }
    }
  }
  const [moved = []] = buckets.splice(best.upper, 1)
  buckets[best.lower]?.push(...moved)
}

/**
 * Probability that the search reports a hit where none of these trigrams is. It compares the low
 * halves of three bytes first, each position by itself. The mean of that in text whose bytes do not
 * depend on each other, and in typical text.
 */
function falseHitProbability(trigrams: readonly string[]): number {
  /** For each place a bit for each low half. */
  let [first, second, third] = [0, 0, 0]
  for (const trigram of trigrams) {
    first |= 1 << lowHalf(trigram, 0)
    second |= 1 << lowHalf(trigram, 1)
    third |= 1 << lowHalf(trigram, 2)
  }
  // Plain loops: this is called a thousand times before V8 has compiled it.
  let typical = 0
  for (let left = 0; left < 16; left += 1) {
    if (((first >> left) & 1) === 0) continue
    for (let middle = 0; middle < 16; middle += 1) {
      if (((second >> middle) & 1) === 0) continue
      for (let right = 0; right < 16; right += 1)
        if (((third >> right) & 1) === 1)
          typical += TYPICAL_TRIPLES[(left << 8) | (middle << 4) | right] ?? 0
    }
  }
  const independent = probabilityOf(first) * probabilityOf(second) * probabilityOf(third)
  return (independent + typical / TYPICAL_TRACE.length) / 2
}

const lowHalf = (text: string, at: number): number => text.charCodeAt(at) & 15

function probabilityOf(lowHalves: number): number {
  let sum = 0
  for (let half = 0; half < 16; half += 1)
    if (((lowHalves >> half) & 1) === 1) sum += LOW_HALF_PROBABILITIES[half] ?? 0
  return sum
}

/** Probability of a low half, over all printable characters of a trace in lower case. */
const LOW_HALF_PROBABILITIES: readonly number[] = Array.from({ length: 16 }, (_, half) => {
  let perMille = 0
  for (let upper = 2; upper < 8; upper += 1)
    perMille += PER_MILLE[String.fromCharCode((upper << 4) | half)] ?? RARE_PER_MILLE
  return perMille / 1000
})

/** Occurrences in the typical trace of the low halves of three bytes in a row. */
const TYPICAL_TRIPLES = new Uint16Array(1 << 12)
for (let at = 0; at + 2 < TYPICAL_TRACE.length; at += 1) {
  const triple =
    (lowHalf(TYPICAL_TRACE, at) << 8) |
    (lowHalf(TYPICAL_TRACE, at + 1) << 4) |
    lowHalf(TYPICAL_TRACE, at + 2)
  TYPICAL_TRIPLES[triple] = (TYPICAL_TRIPLES[triple] ?? 0) + 1
}
