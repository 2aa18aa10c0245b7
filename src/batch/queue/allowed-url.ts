import { UsageError } from '../../model/usage-error.ts'

/**
 * Parses a prefix of allowed addresses: https, with a path that ends with a slash. Throws a
 * UsageError for anything else.
 */
export function parseUrlPrefix(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isPlain =
    url &&
    url.protocol === 'https:' &&
    url.username === '' &&
    url.password === '' &&
    url.search === '' &&
    url.hash === ''
  if (!url || !isPlain || !url.pathname.endsWith('/'))
    throw new UsageError(
      '--allow-url takes an https address that ends with a slash, ' +
        `such as https://files.contoso.example/cases/, not “${text}”.`,
    )
  return url
}

/**
 * Parses the address of a bundle. Returns undefined unless it is below one of the prefixes. Parsing
 * resolves `..` in the path; escaped dots and slashes are rejected, because a server could resolve
 * them later.
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
