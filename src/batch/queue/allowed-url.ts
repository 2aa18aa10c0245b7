import { UsageError } from '../../model/usage-error.ts'

/**
 * Addresses below which bundles may be fetched: https only, with the path up to a slash. Throws for
 * what is none.
 */
export function parseUrlPrefix(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const plain =
    url &&
    url.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  if (!url || !plain || !url.pathname.endsWith('/'))
    throw new UsageError(
      `--allow-url takes an https address that ends with a slash, such as https://files.contoso.example/cases/, not “${text}”.`,
    )
  return url
}

/**
 * The address of a bundle below one of the prefixes, or undefined. Dots are resolved before; what a
 * server could resolve later is refused.
 */
export function allowedUrl(text: string, prefixes: readonly URL[]): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (
    url === undefined ||
    url.username !== '' ||
    url.password !== '' ||
    /%2f|%5c|%2e%2e|%00|\\/i.test(url.pathname)
  )
    return undefined
  const isBelow = ({ origin, pathname }: URL) =>
    url.protocol === 'https:' && url.origin === origin && url.pathname.startsWith(pathname)
  return prefixes.some(isBelow) ? url : undefined
}
