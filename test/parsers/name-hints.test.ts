import { expect, it } from 'vitest'
import { nameHints } from '../../src/parsers/shared/name-hints.ts'

it.each(['etl', 'etl.bak', 'csv', 'etl.csv', 'txt', 'xml'])(
  'the name of a client trace carries its build (.%s)',
  (ending) => {
    const path = `Tracing\\Lync-16.0.6965.5305-Office-x86ship-U.${ending}`
    expect(nameHints(path)).toEqual([
      { kind: 'build-hint', build: '16.0.6965.5305', source: { path } },
    ])
  },
)

it.each(['Lync-UccApi-0.UccApilog', 'Lync-16.0.csv', 'x/Lync-16.0.6965.5305-a.etl/notes.txt', ''])(
  '“%s” carries none',
  (path) => {
    expect(nameHints(path)).toEqual([])
  },
)
