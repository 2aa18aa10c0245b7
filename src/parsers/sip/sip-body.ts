// application/vnd-microsoft-roaming-provisioning-v2+xml
const PROVISIONING = /vnd-microsoft-roaming-provisioning/i
// <provisionGroupList xmlns="…">, which all provisioning documents contain that some evidence wants
const PROVISION_GROUP_LIST = /provisionGroupList/i
// application/vnd-microsoft-roaming-self+xml; application/msrtc-category-publish+xml when the user
// changes an option
const OWN_OPTIONS = /vnd-microsoft-roaming-self|msrtc-category-publish/i
// multipart/related
const MULTIPART = /^\s*multipart\//i

/**
 * Returns the part of a SIP body that may be kept, with LF line breaks. That is a complete
 * provisioning document (MS-SIPREGE), or the category `otherOptions` of the user's roaming data,
 * because notes and phone numbers are beside it. Anything else is dropped, above all message text.
 * `readBody` is called only if the type is one of these.
 */
export function keepAllowedBody(
  method: string,
  contentType: string,
  readBody: () => string,
): string {
  if (method === 'MESSAGE' || contentType === '') return ''
  const body = () => readBody().replace(/\r\n/g, '\n')
  if (PROVISIONING.test(contentType)) return keepProvisioning(body())
  if (MULTIPART.test(contentType)) return keepMultipart(body())
  return OWN_OPTIONS.test(contentType) ? keepOwnOptions(body()) : ''
}

const keepProvisioning = (body: string): string => (PROVISION_GROUP_LIST.test(body) ? body : '')
const keepMultipart = (body: string): string =>
  extractElements(body, 'provisiongrouplist') + keepOwnOptions(body)

function keepOwnOptions(body: string): string {
  const isOwn = (tag: string) => /\b(?:name|categoryname)\s*=\s*["']otheroptions["']/i.test(tag)
  return extractElements(body, 'category', isOwn) + extractElements(body, 'publication', isOwn)
}

/**
 * The elements with this name as written; an element without an end tag extends to the end of the
 * text. `isAccepted` checks the opening tag.
 */
function extractElements(
  text: string,
  name: string,
  isAccepted: (tag: string) => boolean = () => true,
): string {
  // <rm:category name="otherOptions">
  const open = new RegExp(`<((?:[\\w.-]{1,40}:)?${name})(?=[\\s/>])[^<>]*>`, 'gi')
  let found = ''
  for (let match = open.exec(text); match; match = open.exec(text)) {
    const [tag, fullName = name] = match
    if (tag.endsWith('/>') || !isAccepted(tag)) continue
    const end = text.indexOf(`</${fullName}`, open.lastIndex)
    const cut = end < 0
    found += cut ? text.slice(match.index) : `${text.slice(match.index, end)}</${fullName}>`
    if (cut) break
    open.lastIndex = end
  }
  return found
}
