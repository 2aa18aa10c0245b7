/** State of the table of cases in the form of the address: texts, empty for the default. */
export interface TableState {
  readonly find: string
  readonly state: string
  readonly rule: string
  readonly channel: string
  readonly sort: string
  /** From 1. */
  readonly page: number
}

export const ALL_CASES: TableState = {
  find: '',
  state: '',
  rule: '',
  channel: '',
  sort: '',
  page: 1,
}

const PREFIX = '#cases?'
const TEXT_KEYS = ['find', 'state', 'rule', 'channel', 'sort'] as const
/** A longer address does not fit into a mail. */
const MAX_FIND_CHARS = 200
const MAX_PAGE = 1_000_000

/** Returns the fragment of the address: `#cases?rule=clock-skew&page=2`, or `#cases` for all. */
export function formatFragment(state: TableState): string {
  const text = formatState(state)
  return text === PREFIX ? '#cases' : text
}

/** Returns the state as a text that `parseState` reads, such as `#cases?rule=clock-skew&page=2`. */
export function formatState(state: TableState): string {
  const parameters = new URLSearchParams()
  for (const key of TEXT_KEYS)
    if (state[key] !== '') parameters.set(key, state[key].slice(0, MAX_FIND_CHARS))
  if (state.page > 1) parameters.set('page', String(state.page))
  return PREFIX + parameters
}

/**
 * Parses a fragment. Ignores what is unknown or invalid; the table ignores values that it does not
 * have. Undefined if it is not about the table.
 */
export function parseState(fragment: string): TableState | undefined {
  if (!fragment.startsWith(PREFIX)) return undefined
  const parameters = new URLSearchParams(fragment.slice(PREFIX.length))
  const text = (key: (typeof TEXT_KEYS)[number]) =>
    (parameters.get(key) ?? '').slice(0, MAX_FIND_CHARS)
  const page = parameters.get('page') ?? ''
  return {
    find: text('find'),
    state: text('state'),
    rule: text('rule'),
    channel: text('channel'),
    sort: text('sort'),
    page: /^[1-9]\d{0,8}$/.test(page) ? Math.min(Number(page), MAX_PAGE) : 1,
  }
}
