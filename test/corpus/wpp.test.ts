import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createTextDecoder } from '../../src/inputs/encoding.ts'
import type { DecodedEvent } from '../../src/parsers/etl/etl-event.ts'
import { walkEtl } from '../../src/parsers/etl/walk-etl.ts'
import { readTmf } from '../../src/parsers/etl/wpp/read-tmf.ts'
import { indexTmfMessages, type ParsedTmf } from '../../src/parsers/etl/wpp/tmf.ts'
import { wppDecoder } from '../../src/parsers/etl/wpp/wpp-decoder.ts'
import { corpus, requires } from '../support/requires.ts'

const { skip, title } = requires('corpus')

interface Expected {
  readonly guid: string
  readonly msg: number
  readonly provider: string
  readonly type: string
  readonly format: string
  readonly level: string
  readonly flags: string
  readonly func: string
  readonly args: readonly (readonly [number, string, string | number, string | null])[]
  readonly tid: number
  readonly pid: number
}

const realTmfs = (): readonly (ParsedTmf & { readonly name: string })[] =>
  readdirSync(`${corpus()}/tmf`).map((name) => ({
    name,
    ...readTmf(readFileSync(`${corpus()}/tmf/${name}`, 'latin1')),
  }))

/** Keeps integers beyond 2^53 as text: JSON.parse would round them. */
const expectations = (): readonly Expected[] => {
  const text = readFileSync(`${corpus()}/expected/etl-synthetic.json`, 'utf8').replace(
    /(?<=[\s[,:])(\d{17,})(?=[\s\],])/g,
    '"$1"',
  )
  return (JSON.parse(text) as { synth_wpp: { messages: Expected[] } }).synth_wpp.messages
}

describe.skipIf(skip)(`real trace message format files${title}`, () => {
  it('are parsed completely, without problems', () => {
    for (const { name, messages, problems } of realTmfs()) {
      const text = readFileSync(`${corpus()}/tmf/${name}`, 'latin1')
      expect(problems, name).toEqual([])
      expect(messages.length, name).toBe(text.match(/^#typev /gm)?.length)
      expect(messages.flatMap((message) => message.arguments).length, name).toBe(
        text.match(/ -- \d+$/gm)?.length ?? 0,
      )
      for (const message of messages) {
        expect(message.function, name).toBeDefined()
        expect(message.level, name).toMatch(/^TRACE_LEVEL_/)
        const listed = message.arguments.map(({ number }) => number)
        const usedNumbers = [...message.format.matchAll(/%(\d\d)!/g)].map(([, number]) =>
          Number(number),
        )
        expect(new Set(usedNumbers), `${name}: ${message.format}`).toEqual(new Set(listed))
      }
    }
  })

  it('decode the messages that were written with them, to the last byte', () => {
    const decoder = wppDecoder({
      tmf: indexTmfMessages(realTmfs()),
      decodeAnsi: createTextDecoder('windows-1252'),
    })
    const decoded: (DecodedEvent & { readonly key: readonly unknown[] })[] = []
    walkEtl(readFileSync(`${corpus()}/etl-synthetic/synth_wpp.etl`), (event) => {
      const message = decoder.decode(event)
      if (message) decoded.push({ ...message, key: [event.guid, event.id, event.pid, event.tid] })
    })
    const all = expectations()
    const expected = all.filter(({ format }) => format !== undefined)
    // Of the other two, one has a GUID without a TMF. The other lacks time, process and thread, and
    // has four bytes that its message does not know.
    expect([all.length, expected.length]).toEqual([46, 44])
    expect(decoded.pop()).toMatchObject({
      key: [expected[0]?.guid, 15, undefined, undefined],
      mismatch: '4 bytes are left after the arguments',
    })
    expect(decoded.map(({ key }) => key)).toEqual(
      expected.map(({ guid, msg, pid, tid }) => [guid, msg, pid, tid]),
    )
    for (const [
      index,
      { provider, type, level, flags, func, args, format },
    ] of expected.entries()) {
      expect(decoded[index], format).toMatchObject({
        provider,
        place: type,
        level,
        flags,
        function: func,
      })
      expect(decoded[index]?.mismatch, format).toBeUndefined()
      expect(Object.values(decoded[index]?.fields ?? {}).map(String), format).toEqual(
        args.map(([, , value]) => String(value)),
      )
    }
  })

  it('print like tracefmt', () => {
    const decoder = wppDecoder({
      tmf: indexTmfMessages(realTmfs()),
      decodeAnsi: createTextDecoder('windows-1252'),
    })
    const lines: string[] = []
    walkEtl(readFileSync(`${corpus()}/etl-synthetic/synth_wpp.etl`), (event) =>
      lines.push(decoder.decode(event)?.message ?? ''),
    )
    expect(lines).toContain(
      '[L2CAP_PS3_ControlConnectResponseCompleted] ERROR:HID Control Channel connection ' +
        'failed with status 0xc0000001(STATUS_UNSUCCESSFUL)',
    )
    expect(lines).toContain('[BthPS3PSM_EvtSaveConfigToRegistry] --> Entry <IRQL=DPC')
    expect(lines.filter((line) => line.includes('<?>'))).toHaveLength(1)
  })
})
