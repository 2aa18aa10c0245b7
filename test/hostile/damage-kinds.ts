import { gzipSync } from 'node:zlib'
import { sniffEncoding } from '../../src/inputs/encoding.ts'
import { createTar } from '../support/archives/tar.ts'
import { createZip } from '../support/archives/zip.ts'
import { ATTACKS } from '../support/attacks/attacks.ts'

/** The files of a case: bytes by path, with slashes. */
export type CaseFiles = ReadonlyMap<string, Buffer>

const MEGABYTE = 1 << 20

const eachFile =
  (change: (bytes: Buffer, path: string) => Buffer): ((files: CaseFiles) => CaseFiles) =>
  (files) =>
    new Map([...files].map(([path, bytes]) => [path, change(bytes, path)]))

const isJson = (bytes: Buffer): boolean => /^\s*\{/.test(bytes.toString('latin1', 0, 100))

/** Behind a text: lines. In a JSON value, where lines would be damage: keys that nobody knows. */
const append = (lines: readonly string[]) =>
  eachFile((bytes) => {
    if (!isJson(bytes)) return Buffer.concat([bytes, Buffer.from(`\r\n${lines.join('\r\n')}\r\n`)])
    const value = JSON.parse(bytes.toString('utf8')) as object
    const more = Object.fromEntries(lines.map((line, at) => [`${line}${at}`, line]))
    return Buffer.from(JSON.stringify(Object.assign(value, more)))
  })

const archiveEntries = (files: CaseFiles) =>
  [...files].map(([name, content]) => ({ name, content }))

/**
 * The ways in which a case is made hostile. Each leaves its evidence in it, so that what is wrong is
 * still found.
 */
export const damageKinds = {
  'attacks on viewers behind it': append(ATTACKS),
  'a line of a megabyte behind it': append(['x'.repeat(MEGABYTE)]),
  'a megabyte of blanks behind it': append([`a${' '.repeat(MEGABYTE)}b`]),
  'half a record and zeros behind it': eachFile((bytes) =>
    isJson(bytes) ? bytes : Buffer.concat([bytes, bytes.subarray(0, 61), Buffer.alloc(5000)]),
  ),
  'UTF-16 with its end cut in a character': eachFile((bytes) => {
    const { encoding, bom } = sniffEncoding(bytes)
    if (encoding !== 'utf-8') return Buffer.concat([bytes, Buffer.from('x')])
    const end = isJson(bytes) ? '' : '\r\nx'
    const utf16 = Buffer.from(`\ufeff${bytes.toString('utf8', bom)}${end}`, 'utf16le')
    return end === '' ? utf16 : utf16.subarray(0, -1)
  }),
  'a zip with an entry that lies about its size': (files: CaseFiles): CaseFiles =>
    new Map([
      [
        'bundle.zip',
        createZip([
          { name: '../../etc/passwd', content: 'x', declares: { bytes: 4e9 } },
          ...archiveEntries(files),
          { name: 'bomb', content: Buffer.alloc(MEGABYTE), declares: { bytes: 10 } },
        ]),
      ],
    ]),
  'a tar whose end is cut': (files: CaseFiles): CaseFiles =>
    new Map([
      [
        'bundle.tar.gz',
        gzipSync(
          createTar([
            ...archiveEntries(files),
            { name: 'cut', content: 'x', declares: { bytes: 8e9 } },
          ]).subarray(0, -1024),
        ),
      ],
    ]),
  'many files that are nothing beside it': (files: CaseFiles): CaseFiles =>
    new Map([
      ...files,
      ...ATTACKS.map(
        (attack, at) =>
          [
            `${at} ${attack.replace(/[/\0]|\p{Cs}/gu, '_').slice(0, 60)}`,
            Buffer.from(attack),
          ] as const,
      ),
    ]),
} as const satisfies Readonly<Record<string, (files: CaseFiles) => CaseFiles>>

export type DamageKind = keyof typeof damageKinds
