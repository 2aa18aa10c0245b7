import { embedded } from '../../../src/reports/html/embedded.ts'

/** Elements that load, run or send something. */
const ACTIVE_ELEMENTS =
  /^(?:applet|audio|base|embed|form|frame|frameset|iframe|img|link|math|object|picture|source|video)$/
/** Addresses that stay in the page, lead to a page beside it, or to a web site. */
const HARMLESS_ADDRESS = /^(?:#|https?:\/\/|(?![a-z][a-z0-9+.-]*:|\/\/|\s))/i
const TAG = /<(\/?)([a-z][a-z0-9-]*)((?:\s+[a-z][a-z0-9-]*(?:="[^"<>]*")?)*)\s*(\/?)>/gi
const ATTRIBUTE = /([a-z][a-z0-9-]*)(?:="([^"]*)")?/gi
const DATA_BLOCK = /<script type="application\/json" id="[\w-]+">[^<>&]*<\/script>/g

/** Removes the style, the script and the data of a page, which contain no text of a case. */
function withoutOwnCode(page: string): string {
  const own = Object.values(embedded).flatMap(({ style, script }) => [
    `<style>${style.text}</style>`,
    `<script>${script.text}</script>`,
  ])
  return own
    .reduce((text, code) => text.replace(code, () => ''), page)
    .replace(DATA_BLOCK, '')
    .replace(/^<!DOCTYPE html>/, '')
}

/** Describes what a page would load, run or send, and text that is markup. */
export function findActiveHtml(page: string): string[] {
  const found: string[] = []
  const rest = withoutOwnCode(page).replace(TAG, (_, __, name: string, attributes: string) => {
    const element = name.toLowerCase()
    if (ACTIVE_ELEMENTS.test(element) || element === 'script' || element === 'style')
      found.push(`contains <${element}>`)
    for (const [, attribute = '', value = ''] of attributes.matchAll(ATTRIBUTE)) {
      if (/^on/i.test(attribute) || /^(?:src|srcset|srcdoc|style|action)$/i.test(attribute))
        found.push(`contains the attribute ${attribute}`)
      if (/href$/i.test(attribute) && !HARMLESS_ADDRESS.test(value))
        found.push(`leads to ${value.slice(0, 60)}`)
    }
    return ''
  })
  const stray = /[<>]/.exec(rest)
  if (stray) found.push(`contains markup: ${rest.slice(stray.index, stray.index + 60)}`)
  return found
}
