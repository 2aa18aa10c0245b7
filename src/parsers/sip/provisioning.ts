import { readXml } from '../shared/xml.ts'

export interface ProvisionedProperty {
  /**
   * Name of the provision group, such as `endpointConfiguration`; `otherOptions` for the user's own
   * roaming options.
   */
  readonly group: string
  readonly property: string
  readonly value: string
}

const OWN_OPTIONS = 'otherOptions'
/**
 * The one roaming option that concerns Offline IM. Its shape in the category is not documented:
 * element, attribute and property are read.
 */
const SAVES_CONVERSATIONS = 'imAutoArchiving'
const LONGEST_VALUE = 1024

const same = (left: string | undefined, right: string): boolean =>
  left?.toLowerCase() === right.toLowerCase()

/**
 * The properties in a `provisionGroupList` document (MS-SIPREGE) and the user's own
 * `imAutoArchiving` in a roaming category `otherOptions`. Values as they stand (`true`, `False`,
 * `0`); a cut document gives what was complete.
 */
export function readProvisioning(xml: string): ProvisionedProperty[] {
  const found: ProvisionedProperty[] = []
  let group = ''
  let property: string | undefined
  let value = ''
  const add = (name: string, text: string) =>
    found.push({ group, property: name, value: text.trim().slice(0, LONGEST_VALUE) })
  readXml(complete(xml), {
    open(element, attributes) {
      property = undefined
      value = attributes.value ?? ''
      if (element === 'provisiongroup') group = attributes.name ?? ''
      else if (isOwnOptions(element, attributes)) group = OWN_OPTIONS
      else if (group !== '' && element === 'property') property = attributes.name
      if (group !== OWN_OPTIONS) return
      if (same(element, SAVES_CONVERSATIONS)) property = SAVES_CONVERSATIONS
      const attribute = attributes[SAVES_CONVERSATIONS.toLowerCase()]
      if (attribute !== undefined) add(SAVES_CONVERSATIONS, attribute)
    },
    text(part) {
      if (property !== undefined && value.length < LONGEST_VALUE) value += part
    },
    close(element) {
      if (property !== undefined && (group !== OWN_OPTIONS || same(property, SAVES_CONVERSATIONS)))
        add(group === OWN_OPTIONS ? SAVES_CONVERSATIONS : property, value)
      property = undefined
      if (element === 'provisiongroup' || element === 'category' || element === 'publication')
        group = ''
    },
  })
  return found
}

/**
 * `<category name="otherOptions">` as the server roams it, `<publication
 * categoryName="otherOptions">` as the client publishes it.
 */
function isOwnOptions(element: string, attributes: Readonly<Record<string, string>>): boolean {
  if (element === 'category') return same(attributes.name, OWN_OPTIONS)
  if (element === 'publication') return same(attributes.categoryname, OWN_OPTIONS)
  return element === OWN_OPTIONS.toLowerCase()
}

/** Up to the last element that is closed: half a value is no value. */
function complete(xml: string): string {
  let end = xml.lastIndexOf('>')
  while (end > 0 && xml[end - 1] !== '/' && xml[xml.lastIndexOf('<', end) + 1] !== '/')
    end = xml.lastIndexOf('>', end - 1)
  return xml.slice(0, end + 1)
}
