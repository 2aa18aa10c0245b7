import type { ParseContext, Parser } from '../../model/parser.ts'
import { createMidnightCache } from '../shared/midnight-cache.ts'
import { RecordSkipper } from '../shared/record-skipper.ts'
import { readPrefixedRecords } from '../shared/record-window.ts'
import { removeSecrets } from '../sip/embedded-sip.ts'
import { emitSip, parseSip, toSipSign } from '../sip/sip.ts'
import { isSipStartLine } from '../sip/sip-start-line.ts'
import { BEGIN_RECORD, ClsBlockFinder, END_RECORD, findSipStart } from './cls-block.ts'
import {
  findClsMessage,
  findClsTime,
  looksLikeClsPrefix,
  parseClsPrefix,
  parseClsTime,
} from './cls-prefix.ts'

const LF = 10

/** TL_INFO(TF_DIAG) [0]0C3C.1164::04/21/2010-16:17:56.124 */
const RECORD =
  /^TL_[A-Z]{1,16}\([^\r\n\]]{0,400}\[[^\]\r\n]{0,200}\][0-9A-Fa-f]{1,8}\.[0-9A-Fa-f]{1,8}::\d\d\/\d\d\/\d{4}-\d\d:\d\d:\d\d\.\d{3}/m

/**
 * Text from OCSLogger, the Centralized Logging Service and Snooper. All samples print the month
 * first. None shows whether times are local or UTC, so they count as local time with an unknown
 * offset.
 */
export const clsText: Parser = {
  format: 'cls-text',
  title: 'OCSLogger or CLS text (TL_… records)',
  isLog: true,
  isOpenEnded: true,
  recognise: ({ text }) => (RECORD.test(text) ? { localTime: true, dateOrder: 'mdy' } : undefined),
  open(context) {
    const { tally, wanted, clock } = context
    const offset = clock.utcOffset * 60_000
    const midnight = createMidnightCache()
    const blocks = new ClsBlockFinder()
    const skipper = new RecordSkipper(context, 'cls-text')
    return readPrefixedRecords(context, {
      skipper,
      firstCharacter: 'T',
      matchPrefix: findClsTime,
      isLookAlike: looksLikeClsPrefix,
      findRecordEnd: (window, start) => blocks.findRecordEnd(window, start),
      handleRecord(window, start, end, timeAt) {
        const { bytes, view } = window
        // A message body in a block may contain anything.
        if (blocks.block) window.takeLookAlikes(start, end)
        const at = parseClsTime(bytes, timeAt, midnight) - offset
        if (Number.isNaN(at))
          return tally.addDamage({
            line: window.lines.lineAt(start),
            reason: 'a time that does not exist',
          })
        tally.addRecord(at)
        skipper.learnDate(bytes, timeAt, at)
        if (tally.program.mayShowProgram(tally.records)) noteClsProgram(context, view, start, end)
        const sipAt = findSipStart(view, blocks.block)
        if (sipAt >= 0) {
          if (!hasSipStartLine(view, sipAt, end))
            return tally.addDamage({
              line: window.lines.lineAt(start),
              reason: 'a SIP message that cannot be read',
            })
          if (!window.hasSipMarker(start, end) && !wanted.sip.matchesStart(bytes, sipAt, end))
            return
        } else if (!window.hasTraceMarker(start, end)) {
          if (!wanted.trace.matchesStart(bytes, findClsMessage(bytes, timeAt, end), end)) return
        }
        const source = { path: context.path, line: window.lines.lineAt(start) }
        const text = context.decode(bytes, start, end).replaceAll('\r\n', '\n').trimEnd()
        const [line = '', ...lines] = text.split('\n')
        const { origin, text: firstLine, ...fields } = parseClsPrefix(line)
        if (sipAt < 0) {
          const parts = [
            firstLine.replace(BEGIN_RECORD, '').trim(),
            ...lines.filter((text) => !text.startsWith(END_RECORD)),
          ]
          const message = removeSecrets(parts.join('\n').trim())
          tally.program.addText(message)
          return context.emit({ kind: 'trace', at, event: { at, ...fields, message }, source })
        }
        const block = parseBlock(lines)
        const message = parseSip(block.sip)
        if (!message) return
        const direction = block.direction.startsWith('outgoing') ? 'sent' : 'received'
        const vantage = isServer(origin, fields.component) ? 'server' : 'client'
        if (vantage === 'client') tally.program.addSip(toSipSign(message, direction))
        emitSip(context, {
          message: block.isEnded ? message : { ...message, damage: NO_END_DAMAGE },
          at,
          direction,
          vantage,
          source,
        })
      },
    })
  },
}

/** Notes what the prefix of a sampled record shows of the program that wrote the log. */
function noteClsProgram({ tally }: ParseContext, view: Buffer, start: number, end: number): void {
  const feed = view.indexOf(LF, start)
  const line = view.toString('latin1', start, feed < 0 ? end : Math.min(feed, end))
  const { origin, component = '' } = parseClsPrefix(line)
  if (isServer(origin, component)) tally.program.addServer()
  else tally.program.addName('component', component.split(',', 1)[0] ?? '')
}

/** Whether `parseSip` will accept the line there, apart from blanks at both ends of the line. */
function hasSipStartLine(view: Buffer, at: number, end: number): boolean {
  const feed = view.indexOf(LF, at)
  let from = at
  let to = feed < 0 ? end : Math.min(feed, end)
  while (to > from && isBlank(view[to - 1] as number)) to -= 1
  while (from < to && isBlank(view[from] as number)) from += 1
  return isSipStartLine(view, from, to)
}

const isBlank = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)

const NO_END_DAMAGE = `a block without ${END_RECORD}`

/**
 * Only the SIP stack of a server writes protocol records. Newer ones have a pool name in brackets.
 */
const isServer = (origin: string, component = ''): boolean =>
  origin.includes('\\') || /^SIPStack,/i.test(component)

/**
 * Splits a block into its parts: its own lines, then `Start-Line:`, the headers, and the body after
 * `Message-Body:`.
 */
function parseBlock(lines: readonly string[]): {
  readonly direction: string
  readonly sip: string
  readonly isEnded: boolean
} {
  const start = lines.findIndex((line) => line.startsWith('Start-Line:'))
  const end = lines.findLastIndex((line) => line.startsWith(END_RECORD))
  const inner = lines.slice(0, end < 0 ? undefined : end)
  const bodyLine = inner.findIndex(
    (line, index) => index > start && line.startsWith('Message-Body:'),
  )
  const headers = inner
    .slice(start + 1, bodyLine < 0 ? undefined : bodyLine)
    .filter((line) => line.trim() !== '')
  const body =
    bodyLine < 0
      ? ''
      : inner
          .slice(bodyLine)
          .join('\n')
          .replace(/^Message-Body:[ ]?/, '')
  const direction = lines.slice(0, start).find((line) => line.startsWith('Direction:')) ?? ''
  return {
    direction: direction.slice('Direction:'.length).trim().toLowerCase(),
    sip: [(lines[start] ?? '').slice('Start-Line:'.length).trim(), ...headers, '', body].join('\n'),
    isEnded: end >= 0,
  }
}
