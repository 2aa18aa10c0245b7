/**
 * Expressions that the checker cannot decide, or cannot know. Each has a reason. One that is computed
 * while the program runs has examples of what it becomes, which are proven. Any other has its worst
 * text for a size: a test measures that twice the text takes twice the time.
 */
export const exceptions = [
  {
    file: 'batch/glob.ts',
    call: "new RegExp(`^${source}$`, 's')",
    reason: 'The user gives the pattern. It is matched with names of files, which systems limit.',
    examples: [{ source: '^PC-[0-9].*\\.zip$', flags: 's' }],
  },
  {
    file: 'cli/options/etl-options.ts',
    call: "new RegExp(text, 'iu')",
    reason: 'The user gives the expression.',
    examples: [],
  },
  {
    file: 'parsers/sip/sip-body.ts',
    call: "new RegExp(`<((?:[\\\\w.-]{1,40}:)?${name})(?=[\\\\s/>])[^<>]*>`, 'gi')",
    reason: 'The name is one of three of our own.',
    examples: [
      { source: '<((?:[\\w.-]{1,40}:)?provisiongrouplist)(?=[\\s/>])[^<>]*>', flags: 'gi' },
      { source: '<((?:[\\w.-]{1,40}:)?category)(?=[\\s/>])[^<>]*>', flags: 'gi' },
      { source: '<((?:[\\w.-]{1,40}:)?publication)(?=[\\s/>])[^<>]*>', flags: 'gi' },
    ],
  },
  {
    file: 'redact/find-private.ts',
    call: "new RegExp(`</${match[1]}\\\\s{0,99}>$`, 'i')",
    reason: 'The name is one that the expression before it has matched.',
    examples: [{ source: '</t:Body\\s{0,99}>$', flags: 'i' }],
  },
  {
    file: 'redact/token-kind.ts',
    call: "new RegExp(`${TOKEN_START}(?:${KINDS})-(?:\\\\d+|k[a-z2-7]{12})(?![A-Za-z0-9-])`, 'g')",
    reason: 'It is of constants.',
    examples: [
      {
        source: '(?<![A-Za-z0-9-])(?:user|domain)-(?:\\d+|k[a-z2-7]{12})(?![A-Za-z0-9-])',
        flags: 'g',
      },
    ],
  },
  {
    file: 'ui/search/highlight.ts',
    call: "new RegExp(query.replace(SPECIAL, '\\\\$&'), 'giu')",
    reason: 'It is a literal: what the user types is escaped.',
    examples: [{ source: 'a\\.b\\*', flags: 'giu' }],
  },
]
