import type { Mutable } from '../../../model/defined.ts'
import type { ParsedTmf, TmfArgument, TmfMessage } from './tmf.ts'

/** Arguments are numbered from here: the numbers before stand for what the prefix shows. */
const FIRST_ARGUMENT = 10
/** A format string with real line breaks in it has fewer lines; without its end it is damaged. */
const MOST_FORMAT_LINES = 100
const MOST_PROBLEMS = 20

/** 03fb1cb4-1c81-30e9-50db-4ecb4f47594e BthPS3PSM // SRC=Sideband.c MJ= MN= */
const GUID_LINE = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?(?:\s+(.*))?$/i
/**
 * #typev Sideband_c229 16 "%0 [%!FUNC!] <-- Exit" //   LEVEL=TRACE_LEVEL_VERBOSE
 * FLAGS=TRACE_SIDEBAND FUNC=Create
 */
const TYPE_LINE = /^#type\w*\s+(\S+)\s+(\d+)\s+"(.*)$/is
/** What may stand behind the quote that ends a format string. */
const BEHIND_FORMAT = /"\s*(?:\/\/[^"]*)?$/
/** status, ItemNTSTATUS -- 10 · in old files // 10 */
const ARGUMENT_LINE = /^(?:(.*),)?\s*(Item\w+)\s*(?:\((.*)\))?\s*(?:--|\/\/)\s*(\d+)\b/
/** No line of a compiler is longer; the rest would only be tried in vain. */
const LONGEST_LINE = 8192

/**
 * Reads a trace message format file, or several that were put together (`default.tmf`). The format
 * is not documented and differs between the versions of tracepdb, so what is not understood is left
 * out and named.
 */
export function readTmf(text: string): ParsedTmf {
  const reading = new TmfReader(text)
  reading.readAll()
  return reading
}

class TmfReader implements ParsedTmf {
  readonly messages: TmfMessage[] = []
  readonly problems: string[] = []
  private readonly lines: readonly string[]
  private at = 0
  private guid = ''
  private provider = ''
  private notes: Readonly<Record<string, string>> = {}
  /** The messages so far, in words, by their keys. */
  private readonly met = new Map<string, string>()

  constructor(text: string) {
    this.lines = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/)
  }

  readAll(): void {
    while (this.at < this.lines.length) {
      const line = this.lines[this.at]?.trim() ?? ''
      if (line.startsWith('#type')) this.readMessage()
      else {
        this.at += 1
        const source = GUID_LINE.exec(line)
        if (source) this.readSource(source[1] ?? '', source[2] ?? '')
      }
    }
  }

  private readSource(guid: string, rest: string): void {
    const comment = rest.indexOf('//')
    this.guid = guid.toLowerCase()
    this.provider = (comment < 0 ? rest : rest.slice(0, comment)).trim()
    this.notes = comment < 0 ? {} : notesOf(rest.slice(comment + 2))
  }

  private readMessage(): void {
    const first = this.at
    const match = TYPE_LINE.exec(this.wholeType())
    const args = this.readArguments()
    if (!match || this.guid === '') {
      this.problem(first, match ? 'a message before any GUID' : 'a message that is not understood')
      return
    }
    const [, place = '', number = '', quoted = ''] = match
    const { format, comment } = formatOf(quoted)
    const { LEVEL, FLAGS, FUNC } = notesOf(comment)
    const { SRC = '', MJ, MN } = this.notes
    const message: Mutable<TmfMessage> = {
      guid: this.guid,
      number: Number(number),
      provider: this.provider,
      source: SRC,
      place,
      format,
      arguments: args.sort((left, right) => left.number - right.number),
    }
    if (LEVEL) message.level = LEVEL
    if (FLAGS) message.flags = FLAGS
    if (FUNC) message.function = FUNC
    if (MJ) message.component = MJ
    if (MN) message.subComponent = MN
    // tracepdb writes a source that is in two binaries twice; only what differs is worth saying.
    const key = `${this.guid} ${number}`
    const words = JSON.stringify([format, message.arguments])
    if ((this.met.get(key) ?? words) !== words)
      this.problem(
        first,
        `message ${number} of ${this.guid} stands there twice, and differs; the later one counts`,
      )
    this.met.set(key, words)
    this.messages.push(message)
  }

  /** The line of a message, with those that follow while its format string goes on. */
  private wholeType(): string {
    let whole = this.lines[this.at]?.trim() ?? ''
    this.at += 1
    const opened = whole.indexOf('"')
    for (let joined = 1; opened >= 0 && joined < MOST_FORMAT_LINES; joined += 1) {
      if (BEHIND_FORMAT.exec(whole.slice(opened + 1))) return whole
      const next = this.lines[this.at]
      if (next === undefined || next.trim() === '{' || next.startsWith('#type')) return whole
      whole += `\n${next}`
      this.at += 1
    }
    return whole
  }

  private readArguments(): TmfArgument[] {
    const args: TmfArgument[] = []
    if (this.lines[this.at]?.trim().startsWith('{') !== true) return args
    for (this.at += 1; this.at < this.lines.length; this.at += 1) {
      const line = this.lines[this.at]?.trim() ?? ''
      if (line.startsWith('}')) break
      // A block without its end: the next message begins.
      if (line.startsWith('#type') || GUID_LINE.test(line)) return args
      if (line !== '' && !line.startsWith('//')) args.push(this.argumentOf(line, args.length))
    }
    this.at += 1
    return args
  }

  private argumentOf(line: string, before: number): TmfArgument {
    const match = ARGUMENT_LINE.exec(line.slice(0, LONGEST_LINE))
    if (!match) {
      this.problem(this.at, 'an argument that is not understood')
      return { number: FIRST_ARGUMENT + before, expression: line, item: '', labels: [] }
    }
    const [, expression = '', item = '', list, number = ''] = match
    const labels = list === undefined ? [] : list.split(',').map((label) => label.trim())
    return { number: Number(number), expression: expression.trim(), item, labels }
  }

  private problem(line: number, what: string): void {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push(`line ${line + 1}: ${what}`)
  }
}

/**
 * The format string and the comment behind it: quotes inside are not doubled, so the last one that
 * can end it does.
 */
function formatOf(quoted: string): { readonly format: string; readonly comment: string } {
  const commented =
    quoted.lastIndexOf('" //') >= 0 ? quoted.lastIndexOf('" //') : quoted.search(/"\s*\/\/[^"]*$/)
  const last = quoted.lastIndexOf('"')
  const end = commented < 0 || last > commented ? last : commented
  if (end < 0) return { format: quoted, comment: '' }
  return { format: quoted.slice(0, end), comment: quoted.slice(end + 1).replace(/^\s*\/\//, '') }
}

/** `LEVEL=… FLAGS=… FUNC=…`: a name may have blanks in it, up to the next key. */
function notesOf(text: string): Readonly<Record<string, string>> {
  const notes: Record<string, string> = {}
  const keys = [...text.matchAll(/(?:^|\s)([A-Za-z]\w*)=/g)]
  for (const [index, key] of keys.entries()) {
    const [found, name = ''] = key
    notes[name.toUpperCase()] = text
      .slice(key.index + found.length, keys[index + 1]?.index ?? text.length)
      .trim()
  }
  return notes
}
