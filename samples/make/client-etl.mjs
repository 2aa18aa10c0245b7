// Builds the client's binary trace with the content of its log and text trace. Microsoft does not
// document which kind of events the client writes. INFERRED: text that tracerpt shows without any
// format file. Each kind that can carry text is therefore built here.

import { EtlTrace, u32, wide } from './etl-trace.mjs'

/** Invented: the client's own is not published. */
const PROVIDER = '7f3c2b1a-9d4e-4c60-8a51-2e5b6d7c8f90'
const MESSAGES = '5d0e4f3a-1b2c-4d5e-8f60-718293a4b5c6'

const LEVELS = { ERROR: 2, WARN: 3, INFO: 4, TRACE: 5 }

/** Returns [time, level, text] of each record of a client log and a client trace. */
function told(log, trace) {
  // 09/20/2016|08:01:58.800 1A2C:9F4 TRACE :: text
  const records = log.split(/^(?=\d\d\/\d\d\/\d{4}\|)/m).map((record) => {
    const [, month, day, year, clock, level, text] =
      /^(\d\d)\/(\d\d)\/(\d{4})\|(\S+) \S+ (\w+) +:: ([\s\S]*)$/.exec(record) ?? []
    return [Date.parse(`${year}-${month}-${day}T${clock}+02:00`), LEVELS[level], text.trimEnd()]
  })
  return [...packets(records), ...trace].sort(([left], [right]) => left - right)
}

/** A packet and its title are one event; the end line is not an event. */
function packets(records) {
  return records.flatMap(([at, level, text], index) => {
    if (text.startsWith('End of ')) return []
    const title = /^(?:Sending Packet|Data Received) .* bytes:$/
    if (title.test(text)) return []
    const before = records[index - 1]?.[2] ?? ''
    return [[at, level, title.test(before) ? `${before}\r\n${text}` : text]]
  })
}

const add = {
  strings: (etl, [at, level, text]) => etl.text(at, { provider: PROVIDER, level, text }),
  // An event whose manifest is missing: a number, an address, and the text.
  opaque: (etl, [at, level, text], index) =>
    etl.event(at, {
      provider: PROVIDER,
      id: 100,
      level,
      payload: Buffer.concat([u32(index), u32(0x7ff0_0000 + index), wide(text)]),
    }),
  wpp: (etl, [at, level, text], index) =>
    etl.message(at, {
      guid: MESSAGES,
      number: 10 + level,
      payload: Buffer.concat([u32(index), wide(text)]),
    }),
}

/**
 * The trace as `strings` (needs nothing to be read), `opaque` (only its text can be read) or `wpp`
 * (needs `clientTmf`).
 */
export function clientEtl(kind, log, trace) {
  const events = told(log, trace)
  const [start, end] = [events[0][0], events.at(-1)[0]]
  const etl = new EtlTrace({
    start,
    end,
    name: 'Lync-16.0.6741.2056-Office-x86ship-U',
    seed: 20160920,
  })
  for (const [index, event] of events.entries()) add[kind](etl, event, index)
  return etl.build()
}

/** The trace message format file of the `wpp` kind. */
export const clientTmf = [
  '// PDB:  uccapi.pdb',
  `${MESSAGES} Lync-Client // SRC=uccapi.cpp MJ= MN=`,
  ...Object.entries(LEVELS).flatMap(([name, level]) => [
    `#typev uccapi_cpp${40 + level} ${10 + level} "%0[%10!d!] %11!s!" //   LEVEL=TL_${name} FLAGS=TF_COMPONENT FUNC=CUccTrace::Write`,
    '{',
    'm_sequence, ItemLong -- 10',
    'wzText, ItemWString -- 11',
    '}',
  ]),
  '',
].join('\r\n')
