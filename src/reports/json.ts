/** Order in which reports write their keys. Other keys follow in the order of their object. */
const KEY_ORDER = [
  'schemaVersion',
  'tool',
  'cases',
  'rules',
  'summary',
  'name',
  'version',
  'id',
  'headline',
  'diagnosis',
  'outcome',
  'answer',
  'causes',
  'unexplained',
  'ruledOut',
  'undecided',
  'actions',
  'collectNext',
  'asOf',
  'facts',
  'inputs',
  'verdicts',
  'unknowable',
  'journeys',
  'timeline',
  'citedLines',
  'key',
  'user',
  'recipient',
  'conversation',
  'steps',
  'stage',
  'at',
  'kind',
  'time',
  'label',
  'value',
  'text',
  'rule',
  'role',
  'title',
  'clearTitle',
  'certainty',
  'because',
  'explains',
  'causedBy',
  'supersedes',
  'severity',
  'status',
  'trial',
  'message',
  'findings',
  'omitted',
  'missing',
  'subject',
  'evidence',
  'how',
  'path',
  'line',
  'record',
  'offset',
  'reason',
  'format',
  'bytes',
  'records',
  'undecoded',
  'unreadable',
  'from',
  'to',
  'program',
  'programSign',
  'notes',
  'damage',
  'sources',
  'remedy',
  'do',
  'commands',
  'verify',
  'for',
  'decides',
  'flagged',
  'clear',
  'notChecked',
  'crashed',
]
const RANKS: ReadonlyMap<string, number> = new Map(KEY_ORDER.map((key, rank) => [key, rank]))
/** Objects whose keys are data, such as the id of a fact: their order is kept. */
const MAPS = new Set(['facts', 'thresholds', 'flagged'])

// DEL and C1, soft hyphen, bidirectional and zero-width marks, line separators, tags. They occur
// only inside strings. JSON.stringify has escaped lone surrogates and everything below U+0020.
const UNSAFE =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\u{e0001}|[\u{e0020}-\u{e007f}]/gu

/**
 * Formats a report as indented JSON. Keys are in a fixed order, so the same report gives the same
 * bytes, and invisible characters are escaped.
 */
export function jsonText(report: object): string {
  return `${escapeInvisibleJson(JSON.stringify(report, sortKeys, 2))}\n`
}

/** Escapes the invisible characters in the strings of a JSON text. */
export const escapeInvisibleJson = (json: string): string => json.replace(UNSAFE, escapeCharacter)

/** Formats a value as one line of NDJSON, with its keys in their own order. */
export const jsonLine = (value: object): string => `${escapeInvisibleJson(JSON.stringify(value))}\n`

/** Replacer of `JSON.stringify`. */
function sortKeys(this: unknown, name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || MAPS.has(name))
    return value
  const rank = (key: string) => RANKS.get(key) ?? KEY_ORDER.length
  return Object.fromEntries(
    Object.entries(value).sort(([left], [right]) => rank(left) - rank(right)),
  )
}

/** Returns a `\\u` escape for each of the one or two UTF-16 units of a character. */
const escapeCharacter = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('')
