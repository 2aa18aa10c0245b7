import { MAX_CONVERTED_BYTES } from '../inputs/converted-text.ts'
import { type DecodeText, loadTextDecoder } from '../inputs/encoding.ts'
import type { FoundInput } from '../inputs/find-files.ts'
import { decodeMixedText } from '../inputs/mixed-encodings.ts'
import { type RecognisedInput, recognise } from '../inputs/recognise.ts'
import { formatCount } from '../model/duration.ts'
import type { EntryWriter } from '../output/entry-writer.ts'
import type { RedactedCopies } from '../redact/redacted-copies.ts'
import { EntryNames } from './entry-names.ts'
import { InputChunks } from './input-chunks.ts'
import { LEFT_OUT_NAME, type LeftOut, type LeftOutItem, leftOutText } from './left-out.ts'
import type { SharedInput } from './shared-inputs.ts'
import {
  type ListedSpool,
  listSpool,
  SPOOL_LISTING_NAME,
  splitListings,
  spoolListingText,
} from './spool-listing.ts'

const BINARY_TRACE =
  'a binary trace, in which names cannot be replaced: spoolscope etl print makes a text of it, ' +
  'which spoolscope redact takes'
const REDACTION_MAP = 'the map of a redaction, which has the real names'
const READ_ONCE = 'can be read only once: save it to a file'
export interface RedactInputsOptions {
  readonly copies: RedactedCopies
  /** Names of the cases, which are often those of machines: they get tokens too. */
  readonly caseNames: readonly string[]
  /** Code page of text that is not Unicode. */
  readonly codePage: string
  /** Absolute paths of files that are never passed on, such as the key of the redaction. */
  readonly privateFiles: readonly string[]
  /** Folder of the copies inside the output, with a slash at its end; empty for the output itself. */
  readonly folder: string
  /** Called with the number of bytes that were read. Each input is read twice. */
  onBytes(bytes: number): void
  /** Called for each input, with how it is passed on, in words. */
  readonly onInput?: ((path: string, how: string) => void) | undefined
}

export interface RedactInputsResult {
  readonly fileCount: number
  readonly leftOut: LeftOut
  /** Name of the list of what was left out; undefined if there is nothing to list. */
  readonly listName: string | undefined
}

/** How an input is passed on. */
type Plan =
  | { readonly kind: 'copy'; readonly input: SharedInput }
  | { readonly kind: 'convert'; readonly input: SharedInput; readonly isDocument: boolean }
  | { readonly kind: 'mixed'; readonly input: SharedInput }

/**
 * Writes redacted copies of all inputs of a case. The names in all of them are learned before the
 * first copy is written. What cannot be redacted is left out and listed.
 */
export async function redactInputs(
  inputs: readonly SharedInput[],
  writer: EntryWriter,
  options: RedactInputsOptions,
): Promise<RedactInputsResult> {
  return new CaseRedaction(options, await loadTextDecoder(options.codePage)).run(inputs, writer)
}

class CaseRedaction {
  private readonly options: RedactInputsOptions
  private readonly copies: RedactedCopies
  private readonly decode: DecodeText
  private readonly names = new EntryNames()
  private readonly items: LeftOutItem[] = []
  private readonly converted: LeftOutItem[] = []
  private readonly spools: ListedSpool[] = []

  constructor(options: RedactInputsOptions, decode: DecodeText) {
    this.options = options
    this.copies = options.copies
    this.decode = decode
  }

  async run(inputs: readonly SharedInput[], writer: EntryWriter): Promise<RedactInputsResult> {
    for (const input of inputs) this.copies.redactText(this.pathOf(input))
    const plans: Plan[] = []
    for (const input of inputs) {
      const plan = await this.learn(input)
      const { damage } = input.found
      if (plan) plans.push(plan)
      if (plan && damage !== undefined)
        this.items.push({ path: this.pathOf(input), reason: `damaged: ${damage}` })
      this.options.onInput?.(this.pathOf(input), describePlan(plan, input))
    }
    for (const name of this.options.caseNames) this.copies.learnCaseName(name)
    for (const { files } of this.spools) for (const { path } of files) this.copies.redactText(path)
    for (const plan of plans) await this.write(plan, writer)
    for (const spools of splitListings(this.spools)) {
      const text = spoolListingText(spools, this.copies)
      await writer.add(this.claim(SPOOL_LISTING_NAME), [Buffer.from(text)])
    }
    const leftOut: LeftOut = {
      items: this.items,
      converted: this.converted,
      spools: this.spools.map(({ path, files }) => ({
        path,
        reason: `${formatCount(files.length, 'file')}, which are people’s messages`,
      })),
    }
    const list = leftOutText(leftOut, this.copies)
    const listName = list === undefined ? undefined : this.claim(LEFT_OUT_NAME)
    if (list !== undefined && listName !== undefined)
      await writer.add(listName, [Buffer.from(list)])
    return { fileCount: plans.length, leftOut, listName }
  }

  /** Learns the names in an input. Returns undefined for one that is left out. */
  private async learn(input: SharedInput): Promise<Plan | undefined> {
    const { found } = input
    if (found.kind === 'unreadable') return this.leaveOut(input, found.problem ?? 'cannot be read')
    if (found.kind === 'stream') return this.leaveOut(input, READ_ONCE)
    if (found.kind === 'spool-folder') return this.learnSpool(input)
    if (this.options.privateFiles.includes(found.location) && found.kind === 'file')
      return this.leaveOut(input, 'belongs to this redaction')
    const recognised = await this.recognise(found)
    const reason = reasonToLeaveOut(recognised)
    if (reason !== undefined) return this.leaveOut(input, reason)
    const { converted } = recognised
    if (converted) {
      const problem = await this.copies.learn([converted.bytes])
      if (problem !== undefined) return this.leaveOut(input, problem)
      this.options.onBytes(found.bytes)
      const isDocument = converted.isDocument === true
      this.converted.push({ path: this.pathOf(input), reason: converted.notes.join('; ') })
      return { kind: 'convert', input, isDocument }
    }
    return this.learnText(input)
  }

  private async learnText(input: SharedInput): Promise<Plan | undefined> {
    const reading = new InputChunks(input.found, this.options.onBytes)
    let problem: string | undefined
    let isMap = false
    const checked = async function* () {
      for await (const chunk of reading.chunks()) {
        isMap ||= startsAsMap(chunk)
        if (isMap) return
        yield chunk
      }
    }
    problem = await this.copies.learn(checked())
    if (isMap) return this.leaveOut(input, REDACTION_MAP)
    if (problem !== undefined) {
      const mixed = await this.readMixed(input.found)
      if (mixed === undefined) return this.leaveOut(input, problem)
      await this.copies.learn([mixed])
      this.converted.push({
        path: this.pathOf(input),
        reason: 'Partly UTF-16 and partly not: each part was decoded',
      })
      return { kind: 'mixed', input }
    }
    const { failure, bytes } = reading
    if (failure !== undefined && bytes === 0) return this.leaveOut(input, failure)
    if (failure !== undefined)
      this.items.push({ path: this.pathOf(input), reason: `its end: ${failure}` })
    return { kind: 'copy', input }
  }

  private learnSpool(input: SharedInput): undefined {
    const path = this.pathOf(input)
    const spool = listSpool(input.found, path)
    if (spool.problem === undefined) this.spools.push(spool)
    else this.items.push({ path, reason: spool.problem })
  }

  private async write(plan: Plan, writer: EntryWriter): Promise<void> {
    const { input } = plan
    const path = this.pathOf(input)
    const isRenamed = plan.kind === 'convert' && plan.isDocument && !/\.txt$/i.test(path)
    const name = this.claim(this.copies.redactText(path) + (isRenamed ? '.txt' : ''))
    const chunks = this.copies.copy(this.chunksOf(plan), (reason) =>
      this.items.push({ path, reason: `its end: ${reason}` }),
    )
    await writer.add(name, chunks)
  }

  private async *chunksOf({ kind, input }: Plan): AsyncGenerator<Uint8Array> {
    const { found } = input
    if (kind === 'copy') yield* new InputChunks(found, this.options.onBytes).chunks()
    else {
      const bytes =
        kind === 'mixed'
          ? await this.readMixed(found)
          : (await this.recognise(found)).converted?.bytes
      this.options.onBytes(found.bytes)
      if (bytes !== undefined && bytes.length > 0) yield bytes
    }
  }

  private async readMixed(found: FoundInput): Promise<Uint8Array | undefined> {
    if (found.bytes > MAX_CONVERTED_BYTES) return undefined
    const parts: Uint8Array[] = []
    const reading = new InputChunks(found, () => {})
    for await (const chunk of reading.chunks()) parts.push(Uint8Array.from(chunk))
    const text = decodeMixedText(Buffer.concat(parts), this.decode)
    return text === undefined ? undefined : Buffer.from(text)
  }

  private recognise(found: FoundInput): Promise<RecognisedInput> {
    return recognise(found, this.decode)
  }

  private leaveOut(input: SharedInput, reason: string): undefined {
    this.items.push({ path: this.pathOf(input), reason })
  }

  /** Path of an input in the copy, with its names. */
  private pathOf({ path, root }: SharedInput): string {
    return root === undefined ? path : `${this.copies.caseToken(root)}/${path}`
  }

  private claim(path: string): string {
    return this.options.folder + this.names.claim(path)
  }
}

/** Returns why an input is left out; undefined for one that may be a text. */
function reasonToLeaveOut({ status, parser, problem }: RecognisedInput): string | undefined {
  if (status === 'unreadable') return problem ?? 'cannot be read'
  if (parser?.isBinary) return BINARY_TRACE
  return status === 'not-recognised' ? problem : undefined
}

function describePlan(plan: Plan | undefined, { found }: SharedInput): string {
  if (found.kind === 'spool-folder') return 'listed, and not opened'
  if (plan === undefined) return 'left out'
  return plan.kind === 'copy' ? 'redacted as it is' : 'redacted as plain text'
}

const startsAsMap = (chunk: Uint8Array): boolean =>
  /^(?:\xef\xbb\xbf)?\{"spoolscope":"redaction-map"/.test(
    Buffer.from(chunk.subarray(0, 64)).toString('latin1'),
  )
