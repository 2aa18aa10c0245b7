export interface ShownRegistryValue {
  /** Full key, `HKEY_CURRENT_USER\…`. */
  readonly key: string
  /** Empty for a key's default value. */
  readonly name: string
  readonly value: string | number
  readonly line: number
}

/** HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Lync */
const KEY_NAME =
  /HKEY_(?:LOCAL_MACHINE|CURRENT_USER|CURRENT_CONFIG|CLASSES_ROOT|USERS)(?:\\[^\t]{0,1000}?)?/
    .source
const KEY = new RegExp(String.raw`^\s{0,8}(${KEY_NAME})(?<!\s)\\?\s*$`, 'i')
/** `    EnableTracing    REG_DWORD    0x0` · `/z` adds the number of the type: REG_DWORD (4) */
const VALUE =
  /^\s*(\S.{0,1000}?)(?<=\S)\s+REG_(SZ|EXPAND_SZ|MULTI_SZ|DWORD(?:_BIG_ENDIAN|_LITTLE_ENDIAN)?|QWORD|BINARY|NONE|LINK)(?: \(\d{1,2}\))?(?:\s+((?:\S.*)?))?$/s
/** (Default), in any language */
const DEFAULT_NAME = /^[(<（].*[)>）]$/

/** `Key Name:          HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Lync`, in any language */
const EXPORTED_KEY = new RegExp(
  String.raw`^[^\s:\\][^:\\]{2,40}: {2,20}(${KEY_NAME})(?<!\s)\s*$`,
  'i',
)
/** `Last Write Time:   6/14/2016 - 1:09 PM` · `Value  0` */
const EXPORTED_HEADING = /^[^\s:\\][^:\\]{2,40}(?:: {2,20}\S.*| {1,4}\d{1,6})$/
/** `  Name:            EnableTracing` · `  Type:            REG_DWORD` · `  Data:            0x1` */
const EXPORTED_FIELD = /^ {1,4}[^\s:\\][^:\\]{0,30}: {0,30}(.*)$/s
/** `00000000   2c 00 00 00` · the next text of several */
const EXPORTED_DATA = /^(?:[0-9a-f]{8} {2,}| {12,}\S)/i
const EXPORTED_TYPE = /^REG_([A-Z_]{2,20})$/

/**
 * Reads what `reg query` prints, line by line: a key, and its values below it. Reads the text files
 * of the Registry Editor too, which print name, type and data in lines of their own.
 */
export class RegQueryReader {
  private key: string | undefined
  private isExported = false
  /** Name and type of the exported value whose data follow. */
  private fields: string[] = []
  private readonly onValue: (value: ShownRegistryValue) => void

  constructor(onValue: (value: ShownRegistryValue) => void) {
    this.onValue = onValue
  }

  /** Returns whether the line is a key or a value of one. */
  readLine(text: string, line: number): boolean {
    const key = KEY.exec(text)?.[1]
    if (key !== undefined) {
      this.key = key
      this.isExported = false
      return true
    }
    const exportedKey = text.includes('HKEY_') ? EXPORTED_KEY.exec(text)?.[1] : undefined
    if (exportedKey !== undefined) {
      this.key = exportedKey
      this.isExported = true
      this.fields = []
      return true
    }
    if (this.isExported && this.readExportedLine(text, line)) return true
    const match = this.key === undefined || !text.includes('REG_') ? null : VALUE.exec(text)
    if (this.key === undefined || !match) return false
    const [, name = '', type = '', data = ''] = match
    return this.addValue({ key: this.key, name, line }, type, data.trimEnd())
  }

  private readExportedLine(text: string, line: number): boolean {
    if (EXPORTED_HEADING.test(text)) {
      this.fields = []
      return true
    }
    const field = EXPORTED_FIELD.exec(text)?.[1]?.trimEnd()
    if (field === undefined) {
      this.isExported = text.trim() === '' || EXPORTED_DATA.test(text)
      return this.isExported && text.trim() !== ''
    }
    const [name, typeText = ''] = this.fields
    if (this.key === undefined || name === undefined || this.fields.length < 2) {
      this.fields.push(field)
      return true
    }
    this.fields = []
    const type = EXPORTED_TYPE.exec(typeText)?.[1]
    return type !== undefined && this.addValue({ key: this.key, name, line }, type, field)
  }

  /** Returns whether the data are valid for the type. */
  private addValue(
    { key, name, line }: Omit<ShownRegistryValue, 'value'>,
    type: string,
    data: string,
  ): boolean {
    const value = parseData(type, data)
    if (value === undefined) return false
    this.onValue({ key, name: DEFAULT_NAME.test(name) ? '' : name, value, line })
    return true
  }

  /** Values below a prompt belong to another key. */
  endKey(): void {
    this.key = undefined
    this.isExported = false
  }
}

function parseData(type: string, data: string): string | number | undefined {
  if (type === 'MULTI_SZ') return data.replaceAll('\\0', '\n')
  if (!/^[DQ]WORD/.test(type)) return data
  return /^0x[0-9a-f]{1,16}$/i.test(data) ? Number.parseInt(data, 16) : undefined
}
