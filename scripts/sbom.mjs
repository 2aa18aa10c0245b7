import { createHash } from 'node:crypto'

/**
 * Lists what a package contains, as CycloneDX 1.5.
 *
 * @param {object[]} components
 * @param {string} sha256 of everything else in the package, which identifies it
 */
export function createSbom({ name, version }, components, sha256) {
  const ref = `pkg:npm/${name}@${version}`
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${uuidOf(sha256)}`,
    version: 1,
    metadata: {
      component: { type: 'application', 'bom-ref': ref, name, version, purl: ref },
    },
    components,
    dependencies: [{ ref, dependsOn: components.map((component) => component['bom-ref']) }],
  }
}

/** A package of npm that is bundled into the program, as a component of the list. */
export function libraryComponent({ name, version, license }) {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  return {
    type: 'library',
    'bom-ref': purl,
    name,
    version,
    purl,
    // MIT  or  (MIT OR CC0-1.0)
    licenses: [/\s/.test(license) ? { expression: license } : { license: { id: license } }],
  }
}

/** `9c924516-6b4a-4e18-ae0b-797da9c20136`, from the digits of a checksum. */
function uuidOf(digits) {
  const [, a, b, c, d, e] = /^(.{8})(.{4}).(.{3}).(.{3})(.{12})/.exec(digits)
  return [a, b, `4${c}`, `a${d}`, e].join('-')
}

/** A text file with the value, as everybody writes it. */
export const json = (value) => `${JSON.stringify(value, undefined, 2)}\n`

export const sha256Of = (bytes) => createHash('sha256').update(bytes).digest('hex')

/** A line for each file, as `sha256sum` writes it. */
export const checksums = (files) =>
  [...files].map(([path, content]) => `${sha256Of(content)}  ${path}\n`).join('')
