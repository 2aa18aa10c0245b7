import type { Layout } from '../layout.ts'
import { stripPrefix } from '../strip-prefix.ts'
import {
  type Attributes,
  type ManDocument,
  type ManItem,
  type ManProvider,
  readManDocument,
} from './man-document.ts'
import { MAN_IN_TYPES, MAN_OUT_TYPES, WIN_OPCODES } from './man-types.ts'
import { compileMessage } from './manifest-message.ts'
import type { Manifest, ManifestEvent, ManifestProvider, ValueMaps } from './manifest-model.ts'
import { compileTemplate, type Extent, type TemplateItem } from './template.ts'

/**
 * A file of another kind has one in each line.
 * Limit: problems listed of a manifest.
 * Beyond: further ones are left out.
 */
const MAX_PROBLEMS = 20
/**
 * A manifest may refer to one long text from each of its maps.
 * Limit: characters of a name in a map of a manifest.
 * Beyond: the name is cut.
 */
const MAX_NAME_CHARS = 256
// {e13c0d23-ccbc-4e12-931b-d9cc2eee27e4}
const GUID = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i
// <?xml version='1.0' encoding='utf-8' standalone='yes'?>
const DECLARATION = /^\ufeff?\s*<\?xml\s[^>]{0,200}\?>/
// $(string.RuntimePublisher.GCStartEventMessage)
const STRING_REFERENCE = /^\$\(string\.(.*)\)$/

/**
 * Parses an instrumentation manifest (`.man`). Parts that cannot be read are skipped and listed in
 * `problems`.
 */
export function readManifest(text: string): Manifest {
  const document = readManDocument(text.replace(DECLARATION, ''))
  const problems: string[] = []
  const problem = (words: string) => {
    if (problems.length < MAX_PROBLEMS) problems.push(words)
  }
  if (document.errors > 0)
    problem(document.errors === 1 ? 'an error in the XML' : `${document.errors} errors in the XML`)
  const providers: ManifestProvider[] = []
  for (const provider of document.providers) {
    const guid = GUID.exec(provider.attributes.guid ?? '')?.[1]?.toLowerCase()
    const name = provider.attributes.name ?? ''
    if (guid === undefined) problem(`the provider ${name} has no valid GUID`)
    else
      providers.push({
        guid,
        name,
        events: new ProviderReader(provider, document, problem).events(),
      })
  }
  if (document.providers.length === 0) problem('no provider found')
  return { providers, problems }
}

class ProviderReader {
  private readonly provider: ManProvider
  private readonly strings: ManDocument['strings']
  private readonly problem: (words: string) => void
  private readonly maps: ValueMaps = new Map()
  private readonly layouts = new Map<string, Layout | undefined>()

  constructor(provider: ManProvider, { strings }: ManDocument, problem: (words: string) => void) {
    this.provider = provider
    this.strings = strings
    this.problem = problem
    for (const { name, bits, values } of provider.maps)
      this.maps.set(name, { bits, names: new Map(values.flatMap((value) => this.mapName(value))) })
  }

  events(): readonly ManifestEvent[] {
    return this.provider.events.flatMap((attributes) => {
      const id = Number(attributes.value)
      const layout = attributes.template === undefined ? [] : this.layout(attributes.template)
      if (!Number.isInteger(id) || layout === undefined) {
        this.problem(
          `the event ${attributes.value} (${attributes.symbol ?? 'without symbol'}) cannot be read`,
        )
        return []
      }
      const message = attributes.message === undefined ? undefined : this.string(attributes.message)
      return [
        {
          id,
          version: Number(attributes.version ?? 0),
          name: this.nameOf(attributes),
          layout,
          message: message === undefined || message === '' ? undefined : compileMessage(message),
        },
      ]
    })
  }

  private nameOf({ task, opcode, symbol }: Attributes): string | undefined {
    if (task === undefined) return symbol
    if (
      opcode === undefined ||
      WIN_OPCODES.get(opcode.toLowerCase()) === 0 ||
      this.provider.opcodes.get(opcode)?.value === '0'
    )
      return stripPrefix(task)
    return `${stripPrefix(task)}/${stripPrefix(opcode)}`
  }

  private mapName({ value, message }: Attributes): [number, string][] {
    const number = Number(value)
    const name = message === undefined ? '' : this.string(message)?.trim().slice(0, MAX_NAME_CHARS)
    return Number.isInteger(number) && name ? [[number, name]] : []
  }

  /** Resolves a text: a reference to the string table, or literal text. */
  private string(text: string): string | undefined {
    const id = STRING_REFERENCE.exec(text)?.[1]
    return id === undefined ? text : this.strings.get(id)
  }

  private layout(tid: string): Layout | undefined {
    if (this.layouts.has(tid)) return this.layouts.get(tid)
    const template = this.provider.templates.get(tid)
    const items = template && new TemplateReader(template).items()
    const layout = items && compileTemplate(items, this.maps)
    if (layout === undefined) this.problem(`the template ${tid} cannot be read`)
    this.layouts.set(tid, layout)
    return layout
  }
}

/** Reads a template. Counts and lengths that name a field become the index of that field. */
class TemplateReader {
  private index = 0
  private readonly template: readonly ManItem[]

  constructor(template: readonly ManItem[]) {
    this.template = template
  }

  items(
    template = this.template,
    outerIndexes: ReadonlyMap<string, number> = new Map(),
  ): readonly TemplateItem[] | undefined {
    const indexes = new Map(outerIndexes)
    const items: TemplateItem[] = []
    for (const { attributes, members } of template) {
      const index = this.index
      this.index += 1
      const inside = members && this.items(members, indexes)
      const inType = MAN_IN_TYPES.get(attributes.intype?.toLowerCase() ?? '')
      const count = parseExtent(attributes.count, indexes)
      const length = parseExtent(attributes.length, indexes)
      if (members ? inside === undefined : inType === undefined) return undefined
      if (count === 'unknown' || length === 'unknown') return undefined
      const outType = MAN_OUT_TYPES.get(attributes.outtype?.toLowerCase() ?? '') ?? 0
      items.push({
        name: attributes.name ?? '',
        inType: inType ?? 0,
        outType,
        map: attributes.map,
        count,
        length,
        index,
        members: inside,
      })
      indexes.set(attributes.name ?? '', index)
    }
    return items
  }
}

function parseExtent(
  text: string | undefined,
  indexes: ReadonlyMap<string, number>,
): Extent | undefined | 'unknown' {
  if (text === undefined) return undefined
  const fieldIndex = indexes.get(text)
  if (fieldIndex !== undefined) return { fieldIndex }
  return /^\d{1,5}$/.test(text) ? Number(text) : 'unknown'
}
