import type { BatchLine } from '../../src/model/batch-line.ts'
import { facts, flaggedVerdict, judgedBatchLine, unjudgedBatchLine } from './batch-lines.ts'

/**
 * Creates bundles a minute apart: one in a hundred unreadable, every third with stuck messages,
 * seven channels, forty builds.
 */
export const manyCases = (count: number): BatchLine[] =>
  Array.from({ length: count }, (_, number) => {
    const bundle = `cases/PC-${number}.zip`
    if (number % 100 === 99)
      return unjudgedBatchLine(bundle, 'unreadable', 'Nothing in it could be read')
    const user = `user${number % 7000}@contoso.example`
    return judgedBatchLine(bundle, {
      asOf: {
        time: new Date(Date.UTC(2016, 5, 1) + number * 60_000).toISOString(),
        from: 'manifest',
      },
      headline:
        number % 3 === 0 ? `${(number % 50) + 1} messages are stuck.` : 'Nothing wrong was found.',
      verdicts:
        number % 3 === 0
          ? [flaggedVerdict('spool-message-stuck', (number % 50) + 1, { title: 'Stuck' })]
          : [],
      facts: facts({
        users: user,
        clientBuild: `16.0.${7000 + (number % 40)}.1000`,
        updateChannel: `Channel ${number % 7}`,
      }),
    })
  })
