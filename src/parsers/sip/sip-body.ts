// application/vnd-microsoft-roaming-provisioning-v2+xml
const PROVISIONING = /vnd-microsoft-roaming-provisioning/i
// <provisionGroupList xmlns="…">: what evidence asks for; a body without it would be met by chance
// only.
const PROVISION_GROUP_LIST = /provisionGroupList/i
// application/vnd-microsoft-roaming-self+xml; application/msrtc-category-publish+xml when the user
// changes an option
const OWN_OPTIONS = /vnd-microsoft-roaming-self|msrtc-category-publish/i
// multipart/related
const MULTIPART = /^\s*multipart\//i

/**
 * The part of a SIP body that may be kept: all of a provisioning document (MS-SIPREGE), and of the
 * user's own roaming data only the category `otherOptions`, because notes and phone numbers stand
 * beside it. Anything else, message text above all, is dropped. The body is what stands in `text`
 * behind `from`; it gets line ends of LF.
 */
export function keepAllowedBody(
  method: string,
  contentType: string,
  text: string,
  from: number,
): string {
  if (method === 'MESSAGE' || contentType === '') return ''
  const body = () => text.slice(from).replace(/\r\n/g, '\n')
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
 * The elements of a name as they stand in a text, cut ones to its end; `is` looks at the opening
 * tag.
 */
function extractElements(
  text: string,
  name: string,
  is: (tag: string) => boolean = () => true,
): string {
  // <rm:category name="otherOptions">
  const open = new RegExp(`<((?:[\\w.-]{1,40}:)?${name})(?=[\\s/>])[^<>]*>`, 'gi')
  let found = ''
  for (let match = open.exec(text); match; match = open.exec(text)) {
    const [tag, fullName = name] = match
    if (tag.endsWith('/>') || !is(tag)) continue
    const end = text.indexOf(`</${fullName}`, open.lastIndex)
    const cut = end < 0
    found += cut ? text.slice(match.index) : `${text.slice(match.index, end)}</${fullName}>`
    if (cut) break
    open.lastIndex = end
  }
  return found
}
