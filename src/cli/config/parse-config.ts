import {
  Composer,
  type CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
  type YAMLMap,
} from 'yaml'
import { truncateText } from '../../model/text/printable.ts'
import { didYouMean } from '../did-you-mean.ts'
import type { ConfigShape, OptionDefinitions } from '../options/define-option.ts'

/** A place in a file, both from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** One text of an option, as the command line takes it. */
export interface ConfigText extends Place {
  readonly text: string
}

/** An option that a file sets: `false` turns a switch off that another file turns on. */
export interface ConfigEntry extends Place {
  readonly name: string
  readonly value: boolean | readonly ConfigText[]
}

/** A fault of a file, with the fix. */
export interface ConfigProblem extends Place {
  readonly message: string
}

export interface ParsedConfig {
  readonly entries: readonly ConfigEntry[]
  readonly problems: readonly ConfigProblem[]
}

/**
 * No option needs more than three levels. Deeper ones would overflow the stack of the YAML library.
 * Limit: open collections and documents at any place of a configuration.
 * Beyond: the file is refused.
 */
const MAX_NESTING = 20
/**
 * Each fault may cause another one.
 * Limit: faults of a configuration that are listed.
 * Beyond: further ones are left out.
 */
const MAX_CONFIG_PROBLEMS = 20
/**
 * A key is a short word.
 * Limit: characters of a key that a message repeats.
 * Beyond: it is cut.
 */
const MAX_SHOWN_CHARACTERS = 60

/**
 * A message may repeat the text of a value.
 * Limit: characters of a message about a fault.
 * Beyond: it is cut.
 */
const MAX_MESSAGE_CHARACTERS = 500

/** The fault of a place, with a message of bounded length. */
export const toProblem = ({ line, column }: Place, message: string): ConfigProblem => ({
  line,
  column,
  message: truncateText(message, MAX_MESSAGE_CHARACTERS),
})

/** Words that people may try, and the option that they mean. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  rules: 'skip-rule',
  off: 'skip-rule',
  'rules-off': 'skip-rule',
  severities: 'severity',
  thresholds: 'set',
  limits: 'set',
  'redaction-key': 'redact-key',
}

/**
 * Parses the text of a configuration. `all` are the definitions of all options; a file can set those
 * that have a `config`. Values are not checked, only their shape. Never throws.
 */
export function parseConfig(text: string, all: OptionDefinitions): ParsedConfig {
  const reader = new ConfigReader(all)
  reader.read(text)
  return { entries: reader.entries, problems: reader.problems.slice(0, MAX_CONFIG_PROBLEMS) }
}

class ConfigReader {
  readonly entries: ConfigEntry[] = []
  readonly problems: ConfigProblem[] = []
  private readonly all: OptionDefinitions
  private readonly lines = new LineCounter()

  constructor(all: OptionDefinitions) {
    this.all = all
  }

  read(text: string): void {
    const tokens = this.tokens(text)
    if (tokens === undefined) return
    const composer = new Composer({ version: '1.2', uniqueKeys: false, prettyErrors: false })
    const [document, second] = [...composer.compose(tokens, true, text.length)]
    if (document === undefined) return
    for (const { message, pos } of document.errors.slice(0, MAX_CONFIG_PROBLEMS))
      this.addProblem(pos[0], `${message.replace(/\.?$/, '.')} Correct the YAML here.`)
    if (this.problems.length > 0) return
    if (second !== undefined)
      this.addProblem(second.range[0], 'A second document begins here. Keep one: leave out “---”.')
    const { contents } = document
    if (contents === null || (isScalar(contents) && contents.value === null)) return
    if (isMap(contents) && this.isPlain(contents)) this.readOptions(contents)
    else if (!isMap(contents))
      this.addProblem(startOf(contents), 'Options are expected here, such as “fail-on: warning”.')
  }

  /** The parts of the text; undefined when they are nested too deep. */
  private tokens(text: string): CST.Token[] | undefined {
    const parser = new Parser(this.lines.addNewLine)
    this.lines.addNewLine(0)
    const tokens: CST.Token[] = []
    let offset = 0
    for (const lexeme of new Lexer().lex(text)) {
      tokens.push(...parser.next(lexeme))
      offset += lexeme.length
      if (parser.stack.length <= MAX_NESTING) continue
      this.addProblem(offset - 1, 'This is nested too deep. Options need three levels at most.')
      return undefined
    }
    tokens.push(...parser.end())
    return tokens
  }

  private addProblem(offset: number, message: string): void {
    this.problems.push(toProblem(this.placeOf(offset), message))
  }

  private placeOf(offset: number): Place {
    const { line, col } = this.lines.linePos(offset)
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }

  private readOptions(map: YAMLMap<unknown, unknown>): void {
    for (const { key, name, value } of this.pairsOf(map)) {
      const definition = Object.hasOwn(this.all, name) ? this.all[name] : undefined
      if (definition?.config === undefined) {
        this.addProblem(startOf(key), this.unknownMessage(name, definition !== undefined))
        continue
      }
      const read = this.readValue(name, value, definition.config)
      if (read !== undefined)
        this.entries.push({ ...this.placeOf(startOf(key)), name, value: read })
    }
  }

  /** The pairs of a mapping whose keys are plain texts, each once. */
  private pairsOf(map: YAMLMap<unknown, unknown>) {
    const names = new Set<string>()
    return map.items.flatMap(({ key, value }) => {
      const node = key as Node | null
      if (node === null || !isScalar(node) || !this.isPlain(node)) {
        this.addProblem(startOf(node ?? map), 'A name is expected here, such as “fail-on”.')
        return []
      }
      const name = String(node.source ?? node.value)
      if (names.has(name)) {
        this.addProblem(startOf(node), `“${shown(name)}” is there twice. Keep one.`)
        return []
      }
      names.add(name)
      if (value === null) this.addProblem(startOf(node), `“${shown(name)}” needs a value.`)
      return value === null ? [] : [{ key: node, name, value: value as Node }]
    })
  }

  private unknownMessage(name: string, isOption: boolean): string {
    if (isOption)
      return `${name} cannot be set in a configuration. Give it on the command line: --${name}.`
    const known = Object.keys(this.all).filter((option) => this.all[option]?.config !== undefined)
    const other = Object.hasOwn(OTHER_WORDS, name) ? ` Did you mean ${OTHER_WORDS[name]}?` : ''
    const hint = other || didYouMean(shown(name), known) || ' See spoolscope config for all.'
    return `There is no option “${shown(name)}”.${hint}`
  }

  private readValue(
    name: string,
    node: Node,
    shape: ConfigShape,
  ): boolean | readonly ConfigText[] | undefined {
    if (!this.isPlain(node)) return undefined
    if (shape === 'switch') return this.readSwitch(name, node)
    if (typeof shape === 'object') return this.readMapping(name, node, shape)
    if (isScalar(node)) return toList(this.readText(name, node))
    if (shape === 'list' && isSeq(node))
      return (node.items as Node[]).flatMap((item) => toList(this.readText(name, item)) ?? [])
    this.addProblem(
      startOf(node),
      `${name} takes one value${shape === 'list' ? ' or a list of values' : ''}, not a ${kindOf(node)}.`,
    )
    return undefined
  }

  private readSwitch(name: string, node: Node): boolean | undefined {
    if (isScalar(node) && typeof node.value === 'boolean') return node.value
    this.addProblem(startOf(node), `${name} takes true or false.`)
    return undefined
  }

  /** `{ a: { b: c } }` becomes `a.b=c`. */
  private readMapping(
    name: string,
    node: Node,
    { joinedBy, example }: Exclude<ConfigShape, string>,
    before = '',
    level = 0,
  ): readonly ConfigText[] | undefined {
    if (level === joinedBy.length) {
      const text = this.readText(name, node)
      return text && [{ ...text, text: before + text.text }]
    }
    if (!isMap(node)) {
      this.addProblem(startOf(node), `${name} takes a mapping: ${example}`)
      return undefined
    }
    return this.pairsOf(node).flatMap(({ key, name: part, value }) => {
      if (!/^[\w-]+$/.test(part)) {
        this.addProblem(startOf(key), `“${shown(part)}” is not a name. Write ${example}`)
        return []
      }
      if (!this.isPlain(value)) return []
      const start = `${before}${part}${joinedBy[level]}`
      return this.readMapping(name, value, { joinedBy, example }, start, level + 1) ?? []
    })
  }

  /** The text of a scalar as it is in the file: `+02:00` and `850` are no numbers. */
  private readText(name: string, node: Node): ConfigText | undefined {
    if (!this.isPlain(node)) return undefined
    if (isScalar(node) && node.value !== null)
      return { ...this.placeOf(startOf(node)), text: node.source ?? String(node.value) }
    this.addProblem(
      startOf(node),
      isScalar(node)
        ? `${name} needs a value.`
        : `${name} takes one value here, not a ${kindOf(node)}.`,
    )
    return undefined
  }

  /** Adds a problem for what only YAML has: it is not needed, and could hide what a file says. */
  private isPlain(node: Node): boolean {
    if (isAlias(node)) this.addProblem(startOf(node), 'Aliases are not read. Write the value here.')
    else if (node.anchor !== undefined)
      this.addProblem(startOf(node), 'Anchors are not read. Leave out the word with “&”.')
    else if (node.tag !== undefined)
      this.addProblem(startOf(node), 'Tags are not read. Leave out the word with “!”.')
    else return true
    return false
  }
}

const startOf = (node: Node): number => node.range?.[0] ?? 0

const kindOf = (node: Node): string => (isSeq(node) ? 'list' : 'mapping')

const shown = (text: string): string => truncateText(text, MAX_SHOWN_CHARACTERS)

const toList = <T>(value: T | undefined): readonly T[] | undefined =>
  value === undefined ? undefined : [value]
