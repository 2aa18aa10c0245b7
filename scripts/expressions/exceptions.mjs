/**
 * Expressions that the checker cannot decide, or cannot know. Each has a reason. The one of a file
 * that is computed while the program runs has examples of what it becomes, which are proven. Any
 * other has its worst texts: a test measures that twice the text takes twice the time.
 */
export const exceptions = [
  {
    file: 'batch/glob.ts',
    isComputed: true,
    reason: 'The user gives the pattern. It is matched with names of files, which systems limit.',
    examples: [{ source: '^PC-[0-9].*\\.zip$', flags: 's' }],
  },
  {
    file: 'cli/options/etl-options.ts',
    isComputed: true,
    reason: 'The user gives the expression.',
    examples: [],
  },
  {
    file: 'parsers/sip/sip-body.ts',
    isComputed: true,
    reason: 'The name is one of three of our own.',
    examples: [
      { source: '<((?:[\\w.-]{1,40}:)?provisiongrouplist)(?=[\\s/>])[^<>]*>', flags: 'gi' },
      { source: '<((?:[\\w.-]{1,40}:)?category)(?=[\\s/>])[^<>]*>', flags: 'gi' },
      { source: '<((?:[\\w.-]{1,40}:)?publication)(?=[\\s/>])[^<>]*>', flags: 'gi' },
    ],
  },
  {
    file: 'redact/find-private.ts',
    isComputed: true,
    reason: 'The name is one that the expression before it has matched.',
    examples: [{ source: '</t:Body\\s{0,99}>$', flags: 'i' }],
  },
  {
    file: 'redact/token-kind.ts',
    isComputed: true,
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
    isComputed: true,
    reason: 'It is a literal: what the user types is escaped.',
    examples: [{ source: 'a\\.b\\*', flags: 'giu' }],
  },
]
