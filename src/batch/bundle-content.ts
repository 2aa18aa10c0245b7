import { statSync } from 'node:fs'
import { join } from 'node:path'

/** Names that occur inside a bundle, but hardly in a folder of bundles. */
const BUNDLE_CONTENT_NAME =
  /^(?:sip_[^@]+@.+|tracing|history spooler|spoolscope-manifest\.json|.+\.uccapilog)$/i

/** The first of the names in a folder that shows that it is a bundle itself; else undefined. */
export const findBundleContent = (folder: string, names: readonly string[]): string | undefined =>
  names.find(
    (name) =>
      BUNDLE_CONTENT_NAME.test(name) || (/^lync$/i.test(name) && isFolder(join(folder, name))),
  )

const isFolder = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
