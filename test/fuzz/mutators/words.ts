import { Engine } from '../../../src/analysis/engine.ts'
import { reportedEvidence } from '../../../src/evidence/index.ts'
import { parsers } from '../../../src/parsers/index.ts'
import { rules } from '../../../src/rules/index.ts'
import { ATTACKS } from '../../support/attacks/attacks.ts'

const markers = new Engine({ rules, evidence: reportedEvidence }).markers.map(({ text }) => text)
const literals = parsers.flatMap(({ formatLiterals }) => formatLiterals ?? [])

/** Words that readers look for, and texts that attack viewers. */
export const words: readonly string[] = [
  ...new Set([...markers, ...literals, ...ATTACKS].filter((word) => word !== '')),
  '::',
  'SIP/2.0 200 OK',
  'REGISTER sip:a SIP/2.0',
  'CSeq: 2 REGISTER',
  'Content-Length: 99999999999',
  '$$begin_record',
  'Message-Body: x',
  'PS C:\\> Get-CsUser',
  'Identity : a',
  '---- ----',
  'HKEY_CURRENT_USER\\a',
  'hex(2):61,00,',
  ' Directory of C:\\',
  '<DIR>',
  '"a","b"',
  'ms-body=YQ==',
  'sip:kim@contoso.example',
  'CN=Kim,OU=Users,DC=contoso,DC=example',
  '\\\\server\\share\\a',
  '%n %1!s! %2!d! %99',
  '__proto__',
  'constructor',
  'toString',
  '\ufeff',
  '\u2028',
  '\u00a0',
  '\0',
  '\r',
  '\r\n\r\n',
  '=?utf-8?b?YQ==?=',
  '{\\rtf1\\ansi\\u-3\\bin9 ',
  '&#x110000;',
  '&amp;lt;',
  '<![CDATA[',
  '<!DOCTYPE a [<!ENTITY b "c">]>',
  '<?xml version="1.0" encoding="utf-7"?>',
  '> > > ',
  '```',
  '    ',
  '\t\t',
]

/** Numbers at which texts with numbers go wrong. */
export const numberTexts: readonly string[] = [
  '0',
  '-1',
  '00',
  '1e999',
  '4294967296',
  '9007199254740993',
  '99999999999999999999999999999999',
  '0x7fffffff',
  '1.5',
  'NaN',
  '8640000000000001',
]

/** Dates and times at the ends of what can be written, and beside them. */
export const timeTexts: readonly string[] = [
  '0000-00-00T00:00:00Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.9999999Z',
  '+275760-09-13T00:00:00Z',
  '2016-02-30T25:61:61Z',
  '02/29/2015|24:00:00.000',
  '00/00/0000|00:00:00.000',
  '12/31/9999|23:59:59.999',
  '13/13/2016 13:13:13 PM',
  '31.12.1600 00:00',
]
