import type { ParseContext } from '../../model/parser.ts'

const ROOT_KEYS: Readonly<Record<string, string>> = {
  HKCU: 'HKEY_CURRENT_USER',
  HKLM: 'HKEY_LOCAL_MACHINE',
  HKCR: 'HKEY_CLASSES_ROOT',
  HKU: 'HKEY_USERS',
}

/** A key with the full name of its root: `HKLM:\Software` becomes `HKEY_LOCAL_MACHINE\Software`. */
export function expandRootKey(text: string): string {
  const root = text.split('\\', 1)[0] ?? ''
  const full = ROOT_KEYS[root.replace(/:$/, '').toUpperCase()]
  return full === undefined ? text : full + text.slice(root.length)
}

/** HKEY_CURRENT_USER\SOFTWARE\Microsoft\Office\ClickToRun\Configuration */
const USER_CLICK_TO_RUN = /^HKEY_(?:CURRENT_USER|USERS)\\.*\\ClickToRun(?:\\|$)/i

interface Place {
  readonly key: string
  readonly line: number
}

/** Emits one value of a registry key. */
export function emitRegistryValue(
  { key, line }: Place,
  { name, value }: { readonly name: string; readonly value: string | number },
  { path, emit, tally }: ParseContext,
): void {
  tally.records += 1
  if (USER_CLICK_TO_RUN.test(key))
    tally.addNote(
      `The values of ${key} describe no installation: Click-to-Run keeps its configuration below HKEY_LOCAL_MACHINE`,
    )
  emit({ kind: 'registry-value', key, name, value, source: { path, line } })
}
