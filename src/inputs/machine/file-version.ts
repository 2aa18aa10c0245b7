import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/**
 * A damaged program may state any size.
 * Limit: bytes of a program's resources in which its version is sought.
 * Beyond: a version behind them is not found.
 */
const MAX_RESOURCE_BYTES = 64 << 20
/**
 * Windows loads no program with more.
 * Limit: sections of a program in which its version is sought.
 * Beyond: further sections are not looked at.
 */
const MAX_SECTIONS = 96
const SECTION_HEADER_BYTES = 40
const PE_HEADER_BYTES = 24
/** Beginning of VS_FIXEDFILEINFO: its signature, and version 1.0 of the structure. */
const FIXED_FILE_INFO = Buffer.from([0xbd, 0x04, 0xef, 0xfe, 0x00, 0x00, 0x01, 0x00])
const FIXED_FILE_INFO_BYTES = 52

/**
 * Reads the file version of a Windows program from its resources, such as `16.0.6741.2056`.
 * Undefined for a file that states none. Throws the error of the system when it cannot be read.
 */
export function readFileVersion(path: string): string | undefined {
  const file = openSync(path, 'r')
  try {
    return findFileVersion(file, fstatSync(file).size)
  } finally {
    closeSync(file)
  }
}

function findFileVersion(file: number, size: number): string | undefined {
  const read = (at: number, length: number): Buffer => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - at)))
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, at))
  }
  const start = read(0, 64)
  if (start.length < 64 || start.toString('latin1', 0, 2) !== 'MZ') return undefined
  const peAt = start.readUInt32LE(60)
  const pe = read(peAt, PE_HEADER_BYTES)
  if (pe.length < PE_HEADER_BYTES || pe.toString('latin1', 0, 4) !== 'PE\0\0') return undefined
  const sectionCount = Math.min(pe.readUInt16LE(6), MAX_SECTIONS)
  const sectionsAt = peAt + PE_HEADER_BYTES + pe.readUInt16LE(20)
  const sections = read(sectionsAt, sectionCount * SECTION_HEADER_BYTES)
  for (let at = 0; at + SECTION_HEADER_BYTES <= sections.length; at += SECTION_HEADER_BYTES) {
    if (sections.toString('latin1', at, at + 5) !== '.rsrc') continue
    const length = Math.min(sections.readUInt32LE(at + 16), MAX_RESOURCE_BYTES)
    return versionIn(read(sections.readUInt32LE(at + 20), length))
  }
  return undefined
}

function versionIn(resources: Buffer): string | undefined {
  const at = resources.indexOf(FIXED_FILE_INFO)
  if (at < 0 || at + FIXED_FILE_INFO_BYTES > resources.length) return undefined
  const [high, low] = [resources.readUInt32LE(at + 8), resources.readUInt32LE(at + 12)]
  return [high >>> 16, high & 0xffff, low >>> 16, low & 0xffff].join('.')
}
