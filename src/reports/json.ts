/**
 * Order of the keys that reports have; others (facts by id, thresholds by name) keep their own,
 * which is fixed too.
 */
const ORDER = [
  'schemaVersion',
  'tool',
  'cases',
  'rules',
  'summary',
  'name',
  'version',
  'id',
  'headline',
  'asOf',
  'facts',
  'inputs',
  'verdicts',
  'unknowable',
  'journeys',
  'timeline',
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
  'title',
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
  'flagged',
  'clear',
  'notChecked',
  'crashed',
]
const RANKS: ReadonlyMap<string, number> = new Map(ORDER.map((key, rank) => [key, rank]))
/** Their keys are names given elsewhere. */
const MAPS = new Set(['facts', 'thresholds', 'flagged'])

// Only inside strings can these stand: DEL and C1, soft hyphen, bidirectional and zero-width marks,
// line separators, tags. What is below U+0020 and lone surrogates JSON.stringify has escaped
// already.
const UNSAFE =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\u{e0001}|[\u{e0020}-\u{e007f}]/gu

/**
 * JSON with keys in a fixed order and nothing invisible in it: the same report gives the same
 * bytes.
 */
export function jsonText(report: object): string {
  return `${JSON.stringify(report, ordered, 2).replace(UNSAFE, escaped)}\n`
}

/** JSON made elsewhere, with nothing invisible in it. */
export const escapeInvisibleJson = (json: string): string => json.replace(UNSAFE, escaped)

/** The same on one line: for programs that read line by line. */
export const jsonLine = (value: object): string =>
  `${JSON.stringify(value).replace(UNSAFE, escaped)}\n`

function ordered(this: unknown, name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || MAPS.has(name))
    return value
  const rank = (key: string) => RANKS.get(key) ?? ORDER.length
  return Object.fromEntries(
    Object.entries(value).sort(([left], [right]) => rank(left) - rank(right)),
  )
}

const escaped = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, unit) => `\\u${character.charCodeAt(unit).toString(16).padStart(4, '0')}`,
  ).join('')
