export interface ShownRegistryValue {
  /** Full key, `HKEY_CURRENT_USER\…`. */
  readonly key: string
  /** Empty for a key's default value. */
  readonly name: string
  readonly value: string | number
  readonly line: number
}

/** HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Lync */
const KEY =
  /^\s{0,8}(HKEY_(?:LOCAL_MACHINE|CURRENT_USER|CURRENT_CONFIG|CLASSES_ROOT|USERS)(?:\\[^\t]{0,1000}?)?)\\?\s*$/i
/** `    EnableTracing    REG_DWORD    0x0` · `/z` adds the number of the type: REG_DWORD (4) */
const VALUE =
  /^\s*(\S.{0,1000}?)\s+REG_(SZ|EXPAND_SZ|MULTI_SZ|DWORD(?:_BIG_ENDIAN|_LITTLE_ENDIAN)?|QWORD|BINARY|NONE|LINK)(?: \(\d{1,2}\))?(?:\s+(.*?))?\s*$/
/** (Default), in any language */
const DEFAULT_NAME = /^[(<（].*[)>）]$/

/** Reads what `reg query` prints, line by line: a key, and its values below it. */
export class RegQueryReader {
  private key: string | undefined
  private readonly onValue: (value: ShownRegistryValue) => void

  constructor(onValue: (value: ShownRegistryValue) => void) {
    this.onValue = onValue
  }

  /** Returns whether the line is a key or a value of one. */
  readLine(text: string, line: number): boolean {
    const key = KEY.exec(text)?.[1]
    if (key !== undefined) {
      this.key = key
      return true
    }
    const match = this.key === undefined || !text.includes('REG_') ? null : VALUE.exec(text)
    if (this.key === undefined || !match) return false
    const [, name = '', type = '', data = ''] = match
    const value = parseData(type, data)
    if (value === undefined) return false
    this.onValue({ key: this.key, name: DEFAULT_NAME.test(name) ? '' : name, value, line })
    return true
  }

  /** Values below a prompt belong to another key. */
  endKey(): void {
    this.key = undefined
  }
}

function parseData(type: string, data: string): string | number | undefined {
  if (type === 'MULTI_SZ') return data.replaceAll('\\0', '\n')
  if (!/^[DQ]WORD/.test(type)) return data
  return /^0x[0-9a-f]{1,16}$/i.test(data) ? Number.parseInt(data, 16) : undefined
}
