/**
 * What the records of these logs begin with: the client's, those of tracefmt and netsh, those of
 * servers, and rows of tracerpt.
 */
const PREFIX = new RegExp(
  String.raw`^(?:(?:\d\d[/.-]\d\d[/.-]\d{4}|\d{4}[/.-]\d\d[/.-]\d\d)\|\d\d:\d\d` +
    String.raw`|\[[^\]\r\n]{1,80}\][0-9A-Fa-f]{1,8}\.[0-9A-Fa-f]{1,8}::|TL_[A-Z]+\(|\$\$end_record` +
    String.raw`|[ \t]*<\/?Event[\s>]| *[\w .-]{1,60}, +\w+, +\d+,)`,
)
/** What none of them begins with is most lines: headers and elements. */
const NO_BEGIN = /^[A-Za-z][\w-]*:|^<[a-z]/
export const isRecordStart = (line: string): boolean => !NO_BEGIN.test(line) && PREFIX.test(line)

/** The text of an event ends here: what is inside of XML cannot hold these as they are. */
export const EVENT_TEXT_END = /<\/(?:Data|Message|EventData|Event|DebugData|UserData|S|Obj)>|\]\]>/

/**
 * `Data Received -192.0.2.20:443 (To Local Address: 192.0.2.10:51241) 1013 bytes`, as it begins and
 * as it ends.
 */
const TITLE = /(?:Sending Packet|Data Received) ?- ?[^\r\n]*? bytes/
export const parsePacketTitle = (line: string): string | undefined =>
  line.includes(' Packet') || line.includes('Data Rec') ? TITLE.exec(line)?.[0] : undefined

const REQUEST = /(?:^|[\s"'>:=])([A-Z]{3,12}) (?:sips?|tel):[^\s"<>]+ SIP\/2\.0[ \t]*(?=[\r\n]|$)/
const RESPONSE = /(?:^|[\s"'>:=])SIP\/2\.0 \d{3}(?: [^\r\n"<>]*)?(?=[\r\n]|$)/

/** The method of a request whose start line this is, or `''` for a response. */
export function parseStartLineMethod(line: string): string | undefined {
  if (!line.includes('SIP/2.0')) return undefined
  const method = REQUEST.exec(line)?.[1]
  return method ?? (RESPONSE.test(line) ? '' : undefined)
}

/**
 * The part in front that is another in each record, and holds no name: so that what stands behind
 * can be recognised when it comes again.
 */
const VOLATILE = new RegExp(
  String.raw`^(?:\d\d[/.-]\d\d[/.-]\d{4}\|[\d:.]+ [0-9A-Fa-f]+:[0-9A-Fa-f]+ ` +
    String.raw`|\[\d+\][0-9A-Fa-f]{4,8}\.[0-9A-Fa-f]{4,8}::[\d/.: -]+)`,
)
export const volatilePrefixLength = (line: string): number =>
  line[10] === '|' || line[0] === '[' ? (VOLATILE.exec(line)?.[0].length ?? 0) : 0
const SERVER =
  /^(TL_\w+\([^)\r\n]{0,80}\) \[[^\]\r\n]{0,80}\][0-9A-Fa-f]+\.[0-9A-Fa-f]+::)([\d/.:-]+[0-9A-F]* )/
/** Of a record of a server: what names pool and server, and its time. */
export const parseServerPrefix = (
  line: string,
): readonly [names: string, time: string] | undefined => {
  const match = line.startsWith('TL_') ? SERVER.exec(line) : null
  return match ? [match[1] ?? '', match[2] ?? ''] : undefined
}

export const serverPrefixLength = (line: string): number => SERVER.exec(line)?.[0].length ?? 0
