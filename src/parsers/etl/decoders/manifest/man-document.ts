import { readXml } from '../../../shared/read-xml.ts'

export type Attributes = Readonly<Record<string, string>>

/** A `<data>` or `<struct>` element of a template. */
export interface ManItem {
  readonly attributes: Attributes
  readonly members: ManItem[] | undefined
}

export interface ManMap {
  readonly name: string
  readonly bits: boolean
  readonly values: Attributes[]
}

/** Unparsed content of one `<provider>`. Templates, tasks and opcodes by name. */
export interface ManProvider {
  readonly attributes: Attributes
  readonly events: Attributes[]
  readonly templates: Map<string, ManItem[]>
  readonly maps: ManMap[]
  readonly tasks: Map<string, Attributes>
  readonly opcodes: Map<string, Attributes>
}

export interface ManDocument {
  readonly providers: readonly ManProvider[]
  /**
   * String table, by id such as `string.event_1`: of `en-US` if present, else of the first culture.
   */
  readonly strings: ReadonlyMap<string, string>
  readonly errors: number
}

/** Reads the XML of an instrumentation manifest. Order and unknown elements do not matter. */
export function readManDocument(text: string): ManDocument {
  const reading = new ManReader()
  const errors = readXml(text, {
    open: (name, attributes) => reading.open(name, attributes),
    close: (name) => reading.close(name),
  })
  return { providers: reading.providers, strings: reading.strings, errors }
}

class ManReader {
  readonly providers: ManProvider[] = []
  readonly strings = new Map<string, string>()
  private provider: ManProvider | undefined
  private template: ManItem[] | undefined
  private struct: ManItem | undefined
  private map: ManMap | undefined
  /** Depth inside `<UserData>`, which may contain elements of any name. */
  private userData = 0
  private preferred = false

  open(name: string, attributes: Attributes): void {
    if (this.userData > 0 || name === 'userdata') {
      this.userData += 1
      return
    }
    if (name === 'provider') this.openProvider(attributes)
    else if (name === 'resources') this.preferred = attributes.culture?.toLowerCase() === 'en-us'
    else if (name === 'string') this.openString(attributes)
    else if (this.provider) this.openInside(this.provider, name, attributes)
  }

  close(name: string): void {
    if (this.userData > 0) this.userData -= 1
    else if (name === 'provider') this.provider = undefined
    else if (name === 'template') this.template = undefined
    else if (name === 'struct') this.struct = undefined
    else if (name === 'valuemap' || name === 'bitmap') this.map = undefined
  }

  private openProvider(attributes: Attributes): void {
    this.provider = {
      attributes,
      events: [],
      templates: new Map(),
      maps: [],
      tasks: new Map(),
      opcodes: new Map(),
    }
    this.providers.push(this.provider)
  }

  private openString({ id, value }: Attributes): void {
    if (id === undefined || value === undefined) return
    if (this.preferred || !this.strings.has(id)) this.strings.set(id, value)
  }

  private openInside(provider: ManProvider, name: string, attributes: Attributes): void {
    if (name === 'event') provider.events.push(attributes)
    else if (name === 'task') provider.tasks.set(attributes.name ?? '', attributes)
    else if (name === 'opcode') provider.opcodes.set(attributes.name ?? '', attributes)
    else if (name === 'template') {
      this.template = []
      provider.templates.set(attributes.tid ?? '', this.template)
    } else if (name === 'data')
      (this.struct?.members ?? this.template)?.push({ attributes, members: undefined })
    else if (name === 'struct') {
      this.struct = { attributes, members: [] }
      this.template?.push(this.struct)
    } else if (name === 'valuemap' || name === 'bitmap') {
      this.map = { name: attributes.name ?? '', bits: name === 'bitmap', values: [] }
      provider.maps.push(this.map)
    } else if (name === 'map') this.map?.values.push(attributes)
  }
}
