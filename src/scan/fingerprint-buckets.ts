/** Bytes of a literal by which it is found. */
const LENGTH = 3
/** As many as a byte has bits. */
const BUCKETS = 8
/**
 * Below this chance all fingerprints are as good as another: what counts then is how many literals
 * share it.
 */
const RARE = 1e-5

/** How often characters stand in traces, in a thousand; others are rarer than any of these. */
const USUAL: Readonly<Record<string, number>> = {
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
/** What traces are full of: no fingerprint should stand in it. */
const COMMON = `
INFO  :: CUccServerEndpoint::OnEvent this[0A41BB20] connection state changed, notifying the listeners of the session
TRACE :: CUccPresentityMgr::Find hit in the cache for presentity, age within the limit, nothing to be queried from the server
WARN  :: transport Sending Packet Data Received End of Data Received - 192.0.2.20:443 (To Local Address: 192.0.2.10:51241) 1599 bytes
Via: SIP/2.0/TLS 192.0.2.20:443;branch=z9hG4bK3A7C41E0;branched=FALSE Max-Forwards: 69 Call-ID: 6f0e0c2f Content-Length: 1102
From: <sip:user@contoso.example>;tag=00D40080;epid=0123456789 To: CSeq: 7 BENOTIFY SUBSCRIBE Event: presence
subscription-state: active;expires=28800 Content-Type: application/msrtc-event-categories+xml Record-Route: Contact: Supported:
User-Agent: UCCAPI/16.0.0.0 OC/16.0.0.0 (Skype for Business) ms-diagnostics: reason="" source="sip.contoso.example"
<category name="state" instance="1" publishTime="2016-06-14T08:11:12.123" container="200" version="3"><state xsi:type="aggregateState"
TL_INFO(TF_COMPONENT) (UserServices,CUserContext::Process:usercontext.cpp(1412)) (SIPStack,SIPAdminLog::ProtocolRecord::Flush
$$begin_record Trace-Correlation-Id: Instance-Id: Direction: incoming;source="local" Peer: Message-Type: request Start-Line: Message-Body:
Unknown( 34): GUID=ce1dbfb4-137e-4da6-87b0-3f59aa102cbc (No Format Information found). Keyword Opcode Provider Execution ProcessID
`.toLowerCase()

const characterProbability = (character: string): number => (USUAL[character] ?? 4) / 1000

/** A literal, folded, with the place in it by which it is found. */
export interface Fingerprint {
  readonly literal: string
  readonly offset: number
}

/**
 * Chooses for each literal three bytes of it that are rare in traces and, if possible, shared with
 * other literals, and deals them into eight buckets: a search looks for all buckets at once, and
 * compares only the literals of those it meets.
 */
export function createFingerprintBuckets(literals: readonly string[]): Fingerprint[][] {
  const chosen = chooseTrigrams(literals)
  const buckets = [...new Set(chosen.values())].map((trigram) => [trigram])
  while (buckets.length > BUCKETS) mergeCheapestPair(buckets)
  return buckets.map((trigrams) =>
    literals
      .filter((literal) => trigrams.includes(chosen.get(literal) ?? ''))
      .map((literal) => ({ literal, offset: literal.indexOf(chosen.get(literal) ?? '') })),
  )
}

const trigramsOf = (literal: string): string[] =>
  Array.from({ length: literal.length - LENGTH + 1 }, (_, at) => literal.slice(at, at + LENGTH))

/**
 * By literal; again and again the one that finds most literals for its chance to be met in vain.
 */
function chooseTrigrams(literals: readonly string[]): Map<string, string> {
  const chosen = new Map<string, string>()
  const found = new Map<string, Set<string>>()
  for (const literal of literals)
    for (const trigram of trigramsOf(literal))
      found.set(trigram, (found.get(trigram) ?? new Set()).add(literal))
  const trigrams = [...found].map(([trigram, finds]) => ({
    trigram,
    finds,
    price: falseHitProbability([trigram]) + sampleFrequency(trigram) + RARE,
  }))
  while (chosen.size < literals.length) {
    const best = trigrams.reduce((one, other) =>
      other.finds.size / other.price > one.finds.size / one.price ? other : one,
    )
    for (const literal of [...best.finds]) {
      chosen.set(literal, best.trigram)
      for (const { finds } of trigrams) finds.delete(literal)
    }
  }
  return chosen
}

const sampleFrequency = (trigram: string): number =>
  (COMMON.split(trigram).length - 1) / COMMON.length

/** Joins the two buckets that cost least together. */
function mergeCheapestPair(buckets: string[][]): void {
  let best = { cost: Number.POSITIVE_INFINITY, one: 0, other: 1 }
  for (let other = 1; other < buckets.length; other += 1) {
    for (let one = 0; one < other; one += 1) {
      const [left = [], right = []] = [buckets[one], buckets[other]]
      const cost =
        falseHitProbability([...left, ...right]) -
        falseHitProbability(left) -
        falseHitProbability(right)
      if (cost < best.cost) best = { cost, one, other }
    }
  }
  const [moved = []] = buckets.splice(best.other, 1)
  buckets[best.one]?.push(...moved)
}

/**
 * The chance that a place in a trace looks as if one of these stood there: tables know halves of
 * bytes only, each place by itself.
 */
function falseHitProbability(trigrams: readonly string[]): number {
  let chance = 1
  for (let place = 0; place < LENGTH; place += 1) {
    const bytes = trigrams.flatMap((trigram) => caseVariants(trigram.charCodeAt(place)))
    const low = new Set(bytes.map((byte) => byte & 15))
    const high = new Set(bytes.map((byte) => byte >> 4))
    let sum = 0
    for (const half of high)
      for (const other of low) sum += characterProbability(String.fromCharCode((half << 4) | other))
    chance *= sum
  }
  return chance
}

/** A byte of a folded literal, in every form it may have. */
export const caseVariants = (byte: number): number[] =>
  byte >= 0x61 && byte <= 0x7a ? [byte, byte - 0x20] : [byte]
