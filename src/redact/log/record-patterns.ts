/** Starts of records: client log, tracefmt and netsh, server logs, and tracerpt rows. */
const RECORD_START = new RegExp(
  String.raw`^(?:(?:\d\d[/.-]\d\d[/.-]\d{4}|\d{4}[/.-]\d\d[/.-]\d\d)\|\d\d:\d\d` +
    String.raw`|\[[^\]\r\n]{1,80}\][0-9A-Fa-f]{1,8}\.[0-9A-Fa-f]{1,8}::` +
    String.raw`|TL_[A-Z]+\(|\$\$end_record` +
    String.raw`|[ \t]*<\/?Event[\s>]| *[\w .-]{1,60}, +\w+, +\d+,)`,
)
/** Starts of headers and XML elements, which are never the start of a record. Most lines match. */
const NOT_A_RECORD_START = /^[A-Za-z][\w-]*:|^<[a-z]/
export const isRecordStart = (line: string): boolean =>
  !NOT_A_RECORD_START.test(line) && RECORD_START.test(line)

/** Ends the text of an XML event. Inside the text these would be escaped. */
export const EVENT_TEXT_END = /<\/(?:Data|Message|EventData|Event|DebugData|UserData|S|Obj)>|\]\]>/

/**
 * `Data Received -192.0.2.20:443 (To Local Address: 192.0.2.10:51241) 1013 bytes`, at the start and
 * end of a packet.
 */
const TITLE = /(?:Sending Packet|Data Received) ?-/
const TITLE_END = ' bytes'
export function parsePacketTitle(line: string): string | undefined {
  if (!line.includes(' Packet') && !line.includes('Data Rec')) return undefined
  const start = TITLE.exec(line)
  const end = start ? line.indexOf(TITLE_END, start.index + start[0].length) : -1
  return start && end >= 0 ? line.slice(start.index, end + TITLE_END.length) : undefined
}

const REQUEST = /(?:^|[^A-Za-z])([A-Z]{3,12}) (?:sips?|tel):[^\s"<>]+ SIP\/2\.0[ \t]*(?=[\r\n]|$)/
const RESPONSE = /(?:^|[^\w/])SIP\/2\.0 \d{3}(?= |[\r\n]|$)/g
const REASON_END = /["<>\r\n]|$/g

/** Method if the line is the start line of a request, `''` for a response, else undefined. */
export function parseStartLineMethod(line: string): string | undefined {
  if (!line.includes('SIP/2.0')) return undefined
  const method = REQUEST.exec(line)?.[1]
  return method ?? (hasStatusLine(line) ? '' : undefined)
}

/** Whether a status line extends to the end of this line. */
function hasStatusLine(line: string): boolean {
  RESPONSE.lastIndex = 0
  for (let match = RESPONSE.exec(line); match; match = RESPONSE.exec(line)) {
    REASON_END.lastIndex = RESPONSE.lastIndex
    const end = REASON_END.exec(line)
    if (!/["<>]/.test(end?.[0] ?? '')) return true
    // Until there, no reason ends with the line.
    RESPONSE.lastIndex = end?.index ?? line.length
  }
  return false
}
