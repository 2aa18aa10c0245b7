import { expandRootKey } from '../registry/registry-key.ts'
import type { ShownObject } from './powershell-output.ts'

/** Microsoft.PowerShell.Core\Registry::HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft */
const PROVIDER_PATH = /^(?:Microsoft\.PowerShell\.Core\\)?Registry::(HK.{1,1000})$/i
/** PSPath, PSParentPath, PSChildName, PSDrive, PSProvider */
const ADDED_BY_POWERSHELL = /^ps(?:path|parentpath|childname|drive|provider)$/

/** The registry key that an object of `Get-ItemProperty` describes. Undefined for other objects. */
export function registryKeyOf({ properties }: Pick<ShownObject, 'properties'>): string | undefined {
  const path = PROVIDER_PATH.exec(properties.get('pspath')?.trim() ?? '')?.[1]
  return path === undefined ? undefined : expandRootKey(path)
}

/** Its values by name, without the properties that PowerShell adds. Numbers are DWORDs. */
export function registryValuesOf({
  properties,
}: ShownObject): { readonly name: string; readonly value: string | number }[] {
  return [...properties]
    .filter(([name]) => !ADDED_BY_POWERSHELL.test(name))
    .map(([name, text]) => ({ name, value: /^\d{1,15}$/.test(text) ? Number(text) : text }))
}
