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

// Of its first lines alone a log does not prove what it proves as a whole.
const clock = { utcOffset: 0, dateOrder: 'mdy' } as const

describe.each(logFormats.map((format) => [format.parser.format, format] as const))(
  '%s',
  (_, { parser, print }) => {
    it('that is written piece by piece, looked at now and then, is heard as it is read whole', async () => {
      const looks = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 })
      await fc.assert(
        fc.asyncProperty(
          manyLogItems.map(print),
          pieceSizes,
          looks,
          async (text, pieces, looked) => {
            const bytes = Buffer.from(text)
            const { lync, tracing } = lyncFolder()
            const log = join(tracing, 'log.txt')
            const live = new WatchedFolder(lync, { clock })
            await live.inputs.start()
            for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
              const size = Math.max(Math.ceil(bytes.length / 25), pieces[turn % pieces.length] ?? 1)
              appendFileSync(log, bytes.subarray(at, at + size))
              at += size
              if (looked[turn % looked.length]) await live.inputs.rescan()
            }
            for (let times = 0; times < 5; times += 1) await live.passQuietTime(9000)
            const { heard, all } = await readOnce(lync, clock)
            const input = all.find(
              (one) => one.kind === 'input' && one.source.path.endsWith('log.txt'),
            )
            const summary = live.inputs.summaries().find(({ path }) => path.endsWith('log.txt'))
            await live.inputs.stop()
            rmSync(lync, { recursive: true })
            // Some lines look like another format, and then it counts how many were there when it was
            // looked at.
            fc.pre(
              input?.kind === 'input' &&
                input.input.format === parser.format &&
                summary?.format === parser.format,
            )
            expect(live.logObservations).toEqual(heard)
            expect(summary).toEqual(input?.kind === 'input' ? input.input : undefined)
          },
        ),
        propertyRuns(10),
      )
    })
  },
)

it('logs that grow, rotate, are copied and truncated at any moment lose nothing and are heard once', async () => {
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        do: fc.constant('grow' as const),
        bytes: fc.integer({ min: 1, max: 400 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('look' as const, 'quiet' as const) }) },
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
      for (const one of steps) {
        if (one.do === 'grow') grow(one.bytes)
        else if (one.do === 'look') await live.inputs.rescan()
        else if (one.do === 'quiet') await live.passQuietTime()
        else if (existsSync(name(0))) {
          // The next file begins with a line.
          grow(text.indexOf('\n') + 1)
          rotations += 1
          if (one.do === 'copy') {
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
      const { heard } = await readOnce(lync)
      await live.inputs.stop()
      rmSync(lync, { recursive: true })
      expect(live.logObservations).toEqual(heard)
    }),
    propertyRuns(60),
  )
})
