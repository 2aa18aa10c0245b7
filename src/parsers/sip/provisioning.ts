import { readXml } from '../shared/read-xml.ts'

export interface ProvisionedProperty {
  /**
   * Name of the provision group, such as `endpointConfiguration`. `otherOptions` for the user's own
   * roaming options.
   */
  readonly group: string
  readonly property: string
  readonly value: string
}

const OWN_OPTIONS_GROUP = 'otherOptions'
/**
 * The only roaming option that concerns Offline IM. Its form in the category is not documented, so
 * an element, an attribute and a property are all accepted.
 */
const AUTO_ARCHIVING_OPTION = 'imAutoArchiving'
/**
 * No setting that is read is longer than an address.
 * Limit: characters of a provisioned setting.
 * Beyond: the value is cut.
 */
const MAX_VALUE_CHARACTERS = 1024

const cut = (text: string): string => text.slice(0, MAX_VALUE_CHARACTERS)

const equalsIgnoringCase = (left: string | undefined, right: string): boolean =>
  left?.toLowerCase() === right.toLowerCase()

/**
 * Parses the properties of a `provisionGroupList` document (MS-SIPREGE) and the user's own
 * `imAutoArchiving` in the roaming category `otherOptions`. Values are returned as written (`true`,
 * `False`, `0`). A document that is cut off gives its complete values.
 */
export function parseProvisioning(xml: string): ProvisionedProperty[] {
  const properties: ProvisionedProperty[] = []
  let group = ''
  let property: string | undefined
  let value = ''
  const add = (name: string, text: string) =>
    properties.push({
      group: cut(group),
      property: cut(name),
      value: text.trim().slice(0, MAX_VALUE_CHARACTERS),
    })
  readXml(cutAfterLastElement(xml), {
    open(element, attributes) {
      property = undefined
      value = attributes.value ?? ''
      if (element === 'provisiongroup') group = attributes.name ?? ''
      else if (isOwnOptions(element, attributes)) group = OWN_OPTIONS_GROUP
      else if (group !== '' && element === 'property') property = attributes.name
      if (group !== OWN_OPTIONS_GROUP) return
      if (equalsIgnoringCase(element, AUTO_ARCHIVING_OPTION)) property = AUTO_ARCHIVING_OPTION
      const attribute = attributes[AUTO_ARCHIVING_OPTION.toLowerCase()]
      if (attribute !== undefined) add(AUTO_ARCHIVING_OPTION, attribute)
    },
    text(part) {
      if (property !== undefined && value.length < MAX_VALUE_CHARACTERS) value += part
    },
    close(element) {
      if (
        property !== undefined &&
        (group !== OWN_OPTIONS_GROUP || equalsIgnoringCase(property, AUTO_ARCHIVING_OPTION))
      )
        add(group === OWN_OPTIONS_GROUP ? AUTO_ARCHIVING_OPTION : property, value)
      property = undefined
      if (element === 'provisiongroup' || element === 'category' || element === 'publication')
        group = ''
    },
  })
  return properties
}

/**
 * Accepts `<category name="otherOptions">`, which the server sends, and `<publication
 * categoryName="otherOptions">`, which the client publishes.
 */
function isOwnOptions(element: string, attributes: Readonly<Record<string, string>>): boolean {
  if (element === 'category') return equalsIgnoringCase(attributes.name, OWN_OPTIONS_GROUP)
  if (element === 'publication')
    return equalsIgnoringCase(attributes.categoryname, OWN_OPTIONS_GROUP)
  return element === OWN_OPTIONS_GROUP.toLowerCase()
}

/** Cuts a document after its last complete element, so that half a value is dropped. */
function cutAfterLastElement(xml: string): string {
  let end = xml.lastIndexOf('>')
  let start = xml.lastIndexOf('<', end)
  while (end > 0 && xml[end - 1] !== '/' && xml[start + 1] !== '/') {
    end = xml.lastIndexOf('>', end - 1)
    // Several `>` may follow one `<`, which is searched once.
    if (start > end) start = xml.lastIndexOf('<', end)
  }
  return xml.slice(0, end + 1)
}
