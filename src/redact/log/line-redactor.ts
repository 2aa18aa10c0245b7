import { findOpenElement } from '../find-private.ts'
import { FINDER_GROUP } from '../finder-groups.ts'
import type { NameRegistry } from '../name-registry.ts'
import { findReplacements, redactText } from '../redact-text.ts'
import type { Claim } from '../replacements.ts'
import { shiftTimes } from '../shift-times.ts'
import { isToken, REMOVED_TEXT, type TokenKind } from '../token-kind.ts'
import { trimEnd } from '../trim-end.ts'
import { fromBytes, toBytes } from './line-bytes.ts'
import { type LineId, type LineScanner, NOTHING_TO_DO, UNLIKE } from './line-scanner.ts'
import type { LogOutput } from './log-output.ts'
import { isRecordStart } from './record-patterns.ts'

const MAX_KNOWN_LENGTH = 1024
/**
 * An element that is never closed must not hide the rest of a log.
 * Limit: characters of a private element in a log.
 * Beyond: it counts as never closed.
 */
const MAX_ELEMENT_LENGTH = 1 << 20

/** A claim that holds for all lines with the same key. */
interface KnownClaim {
  readonly from: number
  readonly to: number
  readonly text: string
  /** Kind of the token, if it depends on the ids of a line. */
  readonly kind: TokenKind | undefined
  /** The ids in the line redacted last, and their token: the next line mostly has the same. */
  lastValue: string
  lastToken: string
}

/** What is known about all lines with the same key: they differ only in their ids. */
interface KnownLine {
  readonly claims: readonly KnownClaim[]
  /** The redacted text, if the lines have no ids. */
  readonly whole: string | undefined
  /** Closing tag of a private element that is still open at the end of the line. */
  readonly open: string | undefined
}

/** A redacted part of a line: its text, or the claims on it. */
export type RedactedPart = string | readonly KnownClaim[]

/**
 * Redacts lines with one character per byte. Detects for each line whether it is UTF-8 or ANSI.
 * Remembers how lines were redacted, and redacts those that differ only in their ids alike.
 */
export class LineRedactor {
  private readonly names: NameRegistry
  private readonly scan: LineScanner
  private readonly shift: number | undefined
  /** By the number of their key. */
  private known: (KnownLine | undefined)[] = [undefined, undefined]
  private learning = false
  /** Closing tag of the private element that the current line is in. */
  private closing: string | undefined
  /** Closing tag of the private element that the last redacted part left open. */
  private opened: string | undefined
  private elementLengthLeft = 0

  constructor(names: NameRegistry, scan: LineScanner, shift: number | undefined) {
    this.names = names
    this.scan = scan
    this.shift = shift
    names.listen((word) => {
      if (!scan.addWord(word) && !this.learning) this.forgetLines()
    })
  }

  /** Closes a private element that was open at the end of a log. What lines are known for stays. */
  reset(): void {
    this.closing = undefined
    this.opened = undefined
  }

  /** Starts to learn names, or to replace them. What a line is known for differs. */
  start(learning: boolean): void {
    this.learning = learning
    this.forgetLines()
  }

  /** True inside a private element. Then no line may be skipped. */
  get isInPrivateElement(): boolean {
    return this.closing !== undefined
  }

  /** Redacts the next line. A private element may extend over several lines. */
  redactNextLine(text: string): string {
    let line = text
    if (this.closing !== undefined) {
      const end = line.toLowerCase().indexOf(this.closing.toLowerCase())
      this.elementLengthLeft -= line.length
      if (end < 0 && this.elementLengthLeft >= 0 && !isRecordStart(line)) return ''
      this.closing = undefined
      if (end > 0) line = line.slice(end)
    }
    const redacted = this.redactLine(line)
    this.enterOpenElement()
    return redacted
  }

  /** Enters the private element that the part redacted last left open, if any. */
  enterOpenElement(): void {
    if (this.opened === undefined) return
    this.closing = this.opened
    this.elementLengthLeft = MAX_ELEMENT_LENGTH
  }

  /** Redacts a line, regardless of the lines before it. */
  redactLine(line: string): string {
    const { scan } = this
    if (!scan.put(line)) {
      this.opened = findOpenElement(line)
      return this.shiftLine(this.redactText(line))
    }
    const from = scan.textAt
    const to = from + line.length
    scan.split(from, to)
    const { frontEnd, restStart } = scan
    const front = frontEnd > from ? this.examineAndRedact(from, frontEnd, true) : undefined
    const rest = this.examineAndRedact(restStart, to, false)
    const start =
      (front ?? line.slice(0, frontEnd - from)) + line.slice(frontEnd - from, restStart - from)
    return frontEnd > from
      ? this.shiftLine(start) + this.shiftLine(rest ?? line.slice(restStart - from))
      : this.shiftLine(rest === undefined ? line : start + rest)
  }

  /** Redacts a folded header. Unfolds it only if a name extends over a fold. */
  redactHeader(lines: readonly string[]): string {
    if (lines.length === 1) return this.redactLine(lines[0] ?? '')
    const end = /\r?\n?$/.exec((lines.at(-1) ?? '').slice(-2))?.[0] ?? ''
    const parts = lines.map((line) => trimEnd(line, '\r\n'))
    for (const glue of ['', ' ']) {
      const folds: number[] = []
      let whole = ''
      for (const part of parts) {
        const piece = whole === '' ? part : part.trimStart()
        if (whole !== '') {
          folds.push(whole.length)
          whole += glue
        }
        whole += piece
      }
      const text = fromBytes(whole)
      const replacements = findReplacements(text, this.names)
      if (text.length !== whole.length || replacements.crossesAny(folds))
        return (
          this.shiftLine(
            toBytes(redactText(replacements.applyTo(text), this.names), text === whole),
          ) + end
        )
    }
    return lines.map((line) => this.redactLine(line)).join('')
  }

  /** Learns the names in a line, regardless of whether one like it was learned from. */
  learnLine(line: string): void {
    const { scan } = this
    if (!scan.put(line)) {
      findReplacements(fromBytes(line), this.names)
      return
    }
    const from = scan.textAt
    const to = from + line.length
    scan.split(from, to)
    const { frontEnd, restStart } = scan
    if (frontEnd > from) this.examineAndLearn(from, frontEnd, true)
    this.examineAndLearn(restStart, to, false)
  }

  /** Learns the names in the part of a line that the scanner found or examined last. */
  learnPart(from: number, to: number): void {
    const { scan, names } = this
    const { groups } = scan
    if ((groups & ~FINDER_GROUP.learned) === 0) return
    const known = this.findKnown()
    if (known !== undefined) {
      for (const claim of known.claims) this.tokenOf(claim, from)
      return
    }
    const ids = scan.idsFrom(from)
    const line = scan.text(from, to)
    const { claims } = findReplacements(fromBytes(line), names, groups)
    // The scanner itself remembers lines without ids.
    if (ids.length === 0) return
    const general = this.generalize(claims, ids, line, groups)
    const depending = general?.filter(({ kind }) => kind !== undefined)
    if (depending === undefined) this.addKey(UNLIKE)
    else this.remember({ claims: depending, whole: undefined, open: undefined })
  }

  /**
   * Redacts the part of a line that the scanner found or examined last. Returns its text, or what is
   * known about it; undefined if it does not change.
   */
  redactPart(from: number, to: number): RedactedPart | undefined {
    const { scan } = this
    const { groups } = scan
    this.opened = undefined
    if (groups === 0 || scan.key === NOTHING_TO_DO) return undefined
    const known = this.findKnown()
    if (known === undefined) return this.redactNewPart(from, to, groups)
    this.opened = known.open
    if (known.whole !== undefined) return known.whole
    return known.claims.length === 0 ? undefined : known.claims
  }

  /** The text of a part that was redacted, or of one that does not change. */
  partText(part: RedactedPart | undefined, from: number, to: number): string {
    if (typeof part === 'string') return part
    const line = this.scan.text(from, to)
    return part === undefined ? line : this.apply(part, line, from)
  }

  /**
   * Writes the bytes from `unchangedFrom` on, and the part that was redacted behind them. Returns from
   * where on the rest of it is unchanged and not yet written.
   */
  writePart(
    part: RedactedPart,
    unchangedFrom: number,
    from: number,
    to: number,
    output: LogOutput,
  ): number {
    const { window } = this.scan
    if (typeof part === 'string') {
      output.writeBytes(window, unchangedFrom, from)
      output.writeText(part)
      return to
    }
    let at = unchangedFrom
    for (const claim of part) {
      output.writeBytes(window, at, from + claim.from)
      output.writeText(this.tokenOf(claim, from))
      at = from + claim.to
    }
    return at
  }

  /** What replaces a claim in the part at `from`. */
  private tokenOf(claim: KnownClaim, from: number): string {
    if (claim.kind === undefined) return claim.text
    const start = from + claim.from
    const end = from + claim.to
    if (!this.scan.hasText(start, end, claim.lastValue)) {
      claim.lastValue = this.scan.text(start, end)
      claim.lastToken = this.names.tokenFor(claim.kind, claim.lastValue)
    }
    return claim.lastToken
  }

  private examineAndLearn(from: number, to: number, isFront: boolean): void {
    this.scan.examine(from, to, isFront)
    this.learnPart(from, to)
  }

  private examineAndRedact(from: number, to: number, isFront: boolean): string | undefined {
    this.scan.examine(from, to, isFront)
    const part = this.redactPart(from, to)
    return part === undefined ? undefined : this.partText(part, from, to)
  }

  /** `line`: the text of the part at `from`. */
  private apply(claims: readonly KnownClaim[], line: string, from: number): string {
    let out = ''
    let at = 0
    for (const claim of claims) {
      out += line.slice(at, claim.from) + this.tokenOf(claim, from)
      at = claim.to
    }
    return out + line.slice(at)
  }

  private redactNewPart(from: number, to: number, groups: number): string | undefined {
    const { scan, names } = this
    const ids = scan.idsFrom(from)
    const line = scan.text(from, to)
    const text = fromBytes(line)
    const replacements = findReplacements(text, names, groups)
    const once = replacements.applyTo(text)
    const redacted =
      replacements.isEmpty || groups === FINDER_GROUP.learned ? once : redactText(once, names)
    const open = findOpenElement(line)
    this.opened = open
    const out = redacted === text ? undefined : toBytes(redacted, text === line)
    if (ids.length === 0) {
      if (line.length <= MAX_KNOWN_LENGTH) this.remember({ claims: [], whole: out, open })
      return out
    }
    const claims =
      redacted === once ? this.generalize(replacements.claims, ids, line, groups) : undefined
    if (claims === undefined) this.addKey(UNLIKE)
    else this.remember({ claims, whole: undefined, open })
    return out
  }

  /**
   * The claims as they hold for all lines with the same key. Undefined if they do not: if a name
   * other than a token of a whole id depends on the ids.
   */
  private generalize(
    claims: readonly Claim[],
    ids: readonly LineId[],
    line: string,
    groups: number,
  ): readonly KnownClaim[] | undefined {
    const general: KnownClaim[] = []
    for (const claim of claims) {
      const kind = this.tokenKindOf(claim, ids, line)
      if (kind === 'unlike') return undefined
      general.push({ ...claim, kind, lastValue: '', lastToken: '' })
    }
    if (this.names.mayNameReach(line, ids)) return undefined
    const learned = ids.filter(({ isLearned }) => isLearned)
    if (learned.length === 0) return general
    // Another id may be learned for something else: only what is found anyway holds for it, too.
    const anyway = findReplacements(line, this.names, groups & ~FINDER_GROUP.learned).claims
    const isFoundAnyway = (id: LineId) =>
      anyway.some(
        ({ from, to, text }) =>
          from <= id.from &&
          id.to <= to &&
          general.some((claim) => claim.from === from && claim.to === to && claim.text === text),
      )
    return learned.every(isFoundAnyway) ? general : undefined
  }

  /**
   * The kind of the token that a claim on ids gets; undefined for a claim that does not depend on
   * ids.
   */
  private tokenKindOf(
    { from, to, text }: Claim,
    ids: readonly LineId[],
    line: string,
  ): TokenKind | 'unlike' | undefined {
    const inside = ids.filter((id) => id.from < to && from < id.to)
    if (inside.length === 0) return undefined
    if (text === REMOVED_TEXT)
      return inside.every((id) => from <= id.from && id.to <= to) ? undefined : 'unlike'
    for (const kind of ID_KINDS)
      if (text.startsWith(`${kind}-`) && isToken(text))
        return this.names.tokenFor(kind, line.slice(from, to)) === text ? kind : 'unlike'
    return 'unlike'
  }

  private findKnown(): KnownLine | undefined {
    const { key } = this.scan
    return key > UNLIKE ? this.known[key] : undefined
  }

  /** Remembers what is known about the key of the part examined last. */
  private remember(known: KnownLine): void {
    if (known.claims.length === 0 && known.whole === undefined && known.open === undefined) {
      this.addKey(NOTHING_TO_DO)
      return
    }
    if (this.scan.hasMaxKeys) this.forgetLines()
    this.scan.addKey(this.known.length)
    this.known.push(known)
  }

  private addKey(number: number): void {
    if (this.scan.hasMaxKeys) this.forgetLines()
    this.scan.addKey(number)
  }

  private forgetLines(): void {
    this.scan.clearKeys()
    this.known = [undefined, undefined]
  }

  private shiftLine(line: string): string {
    return this.shift === undefined ? line : shiftTimes(line, this.shift)
  }

  private redactText(line: string): string {
    const text = fromBytes(line)
    const redacted = redactText(text, this.names)
    return redacted === text ? line : toBytes(redacted, text === line)
  }
}

/** Kinds of tokens that a whole id gets. */
const ID_KINDS = ['call', 'device', 'user', 'ip'] as const
