import type { CollectionManifest, PackManifest } from '../model/collection/collection-manifest.ts'

/** The text of a manifest: one line per file, so that a person can read it. */
export function manifestText(manifest: CollectionManifest | PackManifest): string {
  const fields = Object.entries(manifest).map(([name, value]) => {
    const lines =
      Array.isArray(value) && value.length > 0
        ? `[\n${value.map((element) => `    ${JSON.stringify(element)}`).join(',\n')}\n  ]`
        : JSON.stringify(value)
    return `  ${JSON.stringify(name)}: ${lines}`
  })
  return `{\n${fields.join(',\n')}\n}\n`
}
