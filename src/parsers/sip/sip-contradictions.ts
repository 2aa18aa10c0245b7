import type { SipHeader } from '../../model/sip-message.ts'

/** Headers of which a message has one at most (RFC 3261 section 7.3.1). */
const SINGLE_HEADERS: Readonly<Record<string, string>> = {
  from: 'From',
  to: 'To',
  'call-id': 'Call-ID',
  cseq: 'CSeq',
  'content-length': 'Content-Length',
  'content-type': 'Content-Type',
  'max-forwards': 'Max-Forwards',
}
// 1 INVITE
const CSEQ = /^(\d{1,20})\s+(\S+)$/
// 350
const LENGTH = /^\d{1,10}$/
/** RFC 3261 section 8.1.1.5 */
const MAX_SEQUENCE = 2 ** 31 - 1

/**
 * Describes what a receiver would refuse in the headers of a message: values that contradict each
 * other, and numbers that are none. The first value of a header is the one that is used. `method`
 * is that of a request, undefined for a response.
 */
export function findContradictions(
  headers: readonly SipHeader[],
  method: string | undefined,
): readonly string[] {
  const faults: string[] = []
  const first = new Map<string, string>()
  const repeated = new Set<string>()
  for (const { name, value } of headers) {
    const title = SINGLE_HEADERS[name]
    if (title === undefined) continue
    const earlier = first.get(name)
    if (earlier === undefined) first.set(name, value)
    else if (earlier !== value) repeated.add(title)
  }
  for (const title of repeated) faults.push(`several ${title} headers`)
  const cseq = first.get('cseq')
  if (cseq !== undefined) {
    const [, sequence, cseqMethod] = CSEQ.exec(cseq) ?? []
    if (sequence === undefined || Number(sequence) > MAX_SEQUENCE)
      faults.push('a CSeq that is not a number and a method')
    else if (method !== undefined && cseqMethod !== method)
      faults.push('a CSeq for another method than the request')
  }
  const length = first.get('content-length')
  if (length !== undefined && !LENGTH.test(length))
    faults.push('a Content-Length that is not a number')
  return faults
}
