import {
  appendFileSync,
  copyFileSync,
  existsSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { propertyRuns } from '../../properties/property-runs.ts'
import { logFormats } from '../../properties/records/formats.ts'
import { pieceSizes } from '../../properties/records/log-bytes.ts'
import { manyLogItems } from '../../properties/records/log-item.ts'
import { lyncFolder, readOnce, records, WatchedFolder } from './watched-folder.ts'

// Given, because the first lines of a log may not prove what the whole log proves.
const clock = { utcOffset: 0, dateOrder: 'mdy' } as const

describe.each(logFormats.map((format) => [format.parser.format, format] as const))(
  '%s',
  (_, { parser, print }) => {
    it('written in pieces gives the same observations as one that is read once', async () => {
      const rescans = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 })
      await fc.assert(
        fc.asyncProperty(
          manyLogItems.map(print),
          pieceSizes,
          rescans,
          async (text, pieces, doRescan) => {
            const bytes = Buffer.from(text)
            const { lync, tracing } = lyncFolder()
            const log = join(tracing, 'log.txt')
            const live = new WatchedFolder(lync, { clock })
            await live.inputs.start()
            for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
              const size = Math.max(Math.ceil(bytes.length / 25), pieces[turn % pieces.length] ?? 1)
              appendFileSync(log, bytes.subarray(at, at + size))
              at += size
              if (doRescan[turn % doRescan.length]) await live.inputs.rescan()
            }
            for (let times = 0; times < 5; times += 1) await live.passQuietTime(9000)
            const { logObservations, all } = await readOnce(lync, clock)
            const input = all.find(
              ({ kind, source }) => kind === 'input' && source.path.endsWith('log.txt'),
            )
            const summary = live.inputs.summaries().find(({ path }) => path.endsWith('log.txt'))
            await live.inputs.stop()
            rmSync(lync, { recursive: true })
            // The first lines may look like another format. Then the result depends on how many
            // lines there were at the first rescan.
            fc.pre(
              input?.kind === 'input' &&
                input.input.format === parser.format &&
                summary?.format === parser.format,
            )
            expect(live.logObservations).toEqual(logObservations)
            expect(summary).toEqual(input?.kind === 'input' ? input.input : undefined)
          },
        ),
        propertyRuns(10),
      )
    })
  },
)

it('every record of logs that grow, rotate, are copied and truncated is read once', async () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('grow' as const),
        bytes: fc.integer({ min: 1, max: 400 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('rescan' as const, 'quiet' as const) }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('rotate' as const, 'copy' as const) }),
    },
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const { lync, tracing } = lyncFolder()
      const name = (number: number) => join(tracing, `Lync-UccApi-${number}.UccApilog`)
      const live = new WatchedFolder(lync)
      await live.inputs.start()
      let text = Buffer.from(records(0, 2000))
      let rotations = 0
      const grow = (bytes: number) => {
        appendFileSync(name(0), text.subarray(0, bytes))
        text = text.subarray(bytes)
      }
      for (const action of steps) {
        if (action.do === 'grow') grow(action.bytes)
        else if (action.do === 'rescan') await live.inputs.rescan()
        else if (action.do === 'quiet') await live.passQuietTime()
        else if (existsSync(name(0))) {
          // The next file begins with a whole line.
          grow(text.indexOf('\n') + 1)
          rotations += 1
          if (action.do === 'copy') {
            await live.inputs.rescan()
            copyFileSync(name(0), `${name(0)}.${rotations}.bak`)
            writeFileSync(name(0), '')
          } else {
            for (let older = rotations; older > 0; older -= 1)
              if (existsSync(name(older - 1))) renameSync(name(older - 1), name(older))
          }
        }
      }
      grow(text.indexOf('\n') + 1)
      for (let times = 0; times < 3; times += 1) await live.passQuietTime()
      const { logObservations } = await readOnce(lync)
      await live.inputs.stop()
      rmSync(lync, { recursive: true })
      expect(live.logObservations).toEqual(logObservations)
    }),
    propertyRuns(60),
  )
})
