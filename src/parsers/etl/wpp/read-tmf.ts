import type { Mutable } from '../../../model/defined.ts'
import type { ParsedTmf, TmfArgument, TmfMessage } from './tmf.ts'

/** First number of an argument. Lower numbers are fields of the standard prefix. */
const FIRST_ARGUMENT = 10
/**
 * A damaged one may lack its end.
 * Limit: lines of one format string in a TMF file.
 * Beyond: the message is left out, and listed as a problem.
 */
const MAX_FORMAT_LINES = 100
/**
 * A file of another kind has one in each line.
 * Limit: problems listed of a TMF file.
 * Beyond: further ones are left out.
 */
const MAX_PROBLEMS = 20

/** 03fb1cb4-1c81-30e9-50db-4ecb4f47594e BthPS3PSM // SRC=Sideband.c MJ= MN= */
const GUID_LINE = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?(?:\s+((?:\S.*)?))?$/is
/**
 * #typev Sideband_c229 16 "%0 [%!FUNC!] <-- Exit" //   LEVEL=TRACE_LEVEL_VERBOSE
 * FLAGS=TRACE_SIDEBAND FUNC=Create
 */
const TYPE_LINE = /^#type\w*\s+(\S+)\s+(\d+)\s+"(.*)$/is
/** Allowed text after the quote that ends a format string. */
const BEHIND_FORMAT = /"\s*(?:\/\/[^"]*)?$/
/** The item type of `status, ItemNTSTATUS -- 10` */
const ITEM = /\s*(Item\w+)\s*/y
/** The number behind it: `-- 10`, in old files `// 10` */
const ITEM_NUMBER = /\s*(?:--|\/\/)\s*(\d+)\b/y
/**
 * No event has more: each costs time in every event of the message.
 * Limit: arguments of a message in a TMF file.
 * Beyond: the message is left out, and listed as a problem.
 */
const MAX_ARGUMENTS = 256
/**
 * No compiler writes longer ones.
 * Limit: characters of a line of a TMF file.
 * Beyond: the line is cut.
 */
const MAX_LINE_CHARS = 8192

/**
 * Reads a trace message format file, or several joined into one (`default.tmf`). The format is not
 * documented and differs between versions of tracepdb. Unknown parts are skipped and listed in
 * `problems`.
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
  private properties: Readonly<Record<string, string>> = {}
  /** Format and arguments of the messages so far, by GUID and number, to detect conflicts. */
  private readonly knownMessages = new Map<string, string>()

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
    this.properties = comment < 0 ? {} : parseProperties(rest.slice(comment + 2))
  }

  private readMessage(): void {
    const firstLine = this.at
    const whole = this.wholeType()
    if (whole === undefined) {
      this.problem(firstLine, `a message with more than ${MAX_FORMAT_LINES} lines`)
      return
    }
    const match = TYPE_LINE.exec(whole)
    const args = this.readArguments()
    if (!match || this.guid === '') {
      this.problem(firstLine, match ? 'a message before any GUID' : 'a malformed message')
      return
    }
    if (args.length > MAX_ARGUMENTS) {
      this.problem(firstLine, `a message with more than ${MAX_ARGUMENTS} arguments`)
      return
    }
    const [, place = '', number = '', quoted = ''] = match
    const { format, comment } = formatOf(quoted)
    const { LEVEL, FLAGS, FUNC } = parseProperties(comment)
    const { SRC = '', MJ, MN } = this.properties
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
    // tracepdb writes a source of two binaries twice, so equal duplicates are normal.
    const key = `${this.guid} ${number}`
    const words = JSON.stringify([format, message.arguments])
    if ((this.knownMessages.get(key) ?? words) !== words)
      this.problem(
        firstLine,
        `message ${number} of ${this.guid} is defined twice with different text; ` +
          'the later definition is used',
      )
    this.knownMessages.set(key, words)
    this.messages.push(message)
  }

  /**
   * The line of a message, joined with the lines that continue its format string. Undefined for too
   * many lines.
   */
  private wholeType(): string | undefined {
    let whole = this.lines[this.at]?.trim() ?? ''
    this.at += 1
    const opened = whole.indexOf('"')
    if (opened < 0) return whole
    for (let joined = 1; joined <= MAX_FORMAT_LINES; joined += 1) {
      if (BEHIND_FORMAT.exec(whole.slice(opened + 1))) return whole
      const next = this.lines[this.at]
      if (next === undefined || next.trim() === '{' || next.startsWith('#type')) return whole
      whole += `\n${next}`
      this.at += 1
    }
    return undefined
  }

  private readArguments(): TmfArgument[] {
    const args: TmfArgument[] = []
    if (this.lines[this.at]?.trim().startsWith('{') !== true) return args
    for (this.at += 1; this.at < this.lines.length; this.at += 1) {
      const line = this.lines[this.at]?.trim() ?? ''
      if (line.startsWith('}')) break
      // The end of the block is missing: the next message begins.
      if (line.startsWith('#type') || GUID_LINE.test(line)) return args
      if (line !== '' && !line.startsWith('//')) this.addArgument(args, line)
    }
    this.at += 1
    return args
  }

  /** Keeps one more argument than are allowed, which shows that there are too many. */
  private addArgument(args: TmfArgument[], line: string): void {
    if (args.length > MAX_ARGUMENTS) return
    const argument = parseArgument(line.slice(0, MAX_LINE_CHARS))
    if (!argument) this.problem(this.at, 'a malformed argument')
    const number = FIRST_ARGUMENT + args.length
    args.push(argument ?? { number, expression: line, item: '', labels: [] })
  }

  private problem(line: number, description: string): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(`line ${line + 1}: ${description}`)
  }
}

/**
 * Parses `state, ItemListLong(Off,On) -- 10`. The item type is behind the last comma after which
 * the rest fits. Its list may contain commas, and ends at the last bracket before the number.
 */
function parseArgument(line: string): TmfArgument | undefined {
  let listEnd = line.lastIndexOf(')')
  while (listEnd >= 0 && matchAt(ITEM_NUMBER, line, listEnd + 1) === null)
    listEnd = listEnd === 0 ? -1 : line.lastIndexOf(')', listEnd - 1)
  for (let end = line.length; end >= 0; ) {
    const comma = end === 0 ? -1 : line.lastIndexOf(',', end - 1)
    const item = matchAt(ITEM, line, comma + 1)
    if (item) {
      const at = comma + 1 + item[0].length
      const hasList = line[at] === '(' && listEnd > at
      const number = matchAt(ITEM_NUMBER, line, hasList ? listEnd + 1 : at)
      if (number)
        return {
          number: Number(number[1]),
          expression: line.slice(0, Math.max(0, comma)).trim(),
          item: item[1] ?? '',
          labels: hasList ? splitLabels(line.slice(at + 1, listEnd)) : [],
        }
    }
    end = comma
  }
  return undefined
}

const splitLabels = (list: string): string[] => list.split(',').map((label) => label.trim())

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/**
 * Splits the rest of a message line into the format string and the comment. Quotes inside are not
 * escaped, so the last possible quote ends the string.
 */
function formatOf(quoted: string): { readonly format: string; readonly comment: string } {
  const commented =
    quoted.lastIndexOf('" //') >= 0 ? quoted.lastIndexOf('" //') : quoted.search(/"\s*\/\/[^"]*$/)
  const last = quoted.lastIndexOf('"')
  const end = commented < 0 || last > commented ? last : commented
  if (end < 0) return { format: quoted, comment: '' }
  return { format: quoted.slice(0, end), comment: quoted.slice(end + 1).replace(/^\s*\/\//, '') }
}

/** Parses `LEVEL=… FLAGS=… FUNC=…`. A value may contain spaces and ends at the next key. */
function parseProperties(text: string): Readonly<Record<string, string>> {
  const properties: Record<string, string> = {}
  const keys = [...text.matchAll(/(?:^|\s)([A-Za-z]\w*)=/g)]
  for (const [index, key] of keys.entries()) {
    const [found, name = ''] = key
    properties[name.toUpperCase()] = text
      .slice(key.index + found.length, keys[index + 1]?.index ?? text.length)
      .trim()
  }
  return properties
}
