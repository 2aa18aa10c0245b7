import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { NameRegistry } from '../../src/redact/name-registry.ts'
import { removePrivateText } from '../../src/redact/private-text.ts'
import { redactText } from '../../src/redact/redact-text.ts'
import { TokenGenerator } from '../../src/redact/token-generator.ts'
import { rules } from '../../src/rules/index.ts'

const redacted = (text: string) => redactText(text, new NameRegistry(new TokenGenerator()))

it.each([
  'Client build 16.0.6741.2048 is older than 16.0.6920.1000',
  'UCCAPI/16.0.6741.5663 OC/16.0.6741.2021 (Skype for Business)',
  'Server version 15.0.0.1, RTC/6.0, build 6.0.9319.259',
  '2016-06-14T12:00:00.000Z to 2016-06-14T14:00:00+02:00, offset +0200',
  '02/03/2016|10:11:12.123 1A2C:2B3C INFO  :: CUccTimerHandler::OnTimer this[0A3C91F8]',
  '[2]6F30.34B0::2021/04/13-09:22:48.297449100 [Microsoft-Quic][conn][0x1A] text',
  '[00]0001.0002::2026-09-11 09:48:55.100000000 [Microsoft-Windows-TCPIP] TCP: x',
  'spool-message-stuck.stuckAfter=5m',
  'https://learn.microsoft.com/en-us/skypeforbusiness/manage/offline-im',
  'https://outlook.office365.com/EWS/Exchange.asmx and sipdir.online.lync.com',
  'https://outlook.office365.us/EWS/Exchange.asmx and https://partner.outlook.cn/EWS/Exchange.asmx',
  'http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification',
  'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync and HKCU\\Software\\Policies',
  'NT AUTHORITY\\SYSTEM, S-1-5-18 and BUILTIN\\Administrators',
  'SIPAdminLog::ProtocolRecord::Flush:ProtocolRecord.cpp(265)',
  'Lync-UccApi-0.UccApilog, spoolscope-manifest.json, 00000001.hist, Lync.exe',
  'IM.Note.MissedConversation and System.Management.Automation.PSCustomObject',
  'EnableOfflineIm is True in Get-CsImConfiguration, Global',
  '{00000000-0000-0000-0000-000000000000} 1.33127435730482E+17 132756987654321098',
  'Foundation-Package~31bf3856ad364e35~amd64~~10.0.14393.0.cat',
  '127.0.0.1, 0.0.0.0 and ::1',
  'Get-ChildItem "$env:LOCALAPPDATA\\Microsoft\\Office\\16.0\\Lync\\sip_<user@domain>\\History Spooler"',
  'C:\\Users\\Public\\Documents and C:\\Users\\%USERNAME%\\x',
  'std::vector, CFoo::Add, a::b and dead::beef',
])('does not change: %s', (text) => {
  expect(redacted(text)).toBe(text)
})

it('does not change the texts of rules and their pages', () => {
  for (const { remedy, title, why, looksAt, falsePositives } of rules)
    for (const text of [
      title,
      why,
      looksAt,
      ...falsePositives,
      ...remedy.flatMap((step) => [step.do, step.verify, ...(step.commands ?? [])]),
    ]) {
      expect(redacted(text)).toBe(text)
      expect(removePrivateText(text)).toBe(text)
    }
  for (const page of readdirSync('docs/rules')) {
    const text = readFileSync(`docs/rules/${page}`, 'utf8')
    expect(text.split('\n').map((line) => redacted(line))).toEqual(text.split('\n'))
  }
})

it.each([
  ['mail.emea.contoso.example and contoso.example', 'host-1.host-2.domain-1 and domain-1'],
  ['kim@contoso.co.uk, lee@emea.contoso.co.uk', 'user-1@domain-1, user-2@host-1.domain-1'],
  ['KIM@Contoso.Example, kim@contoso.example', 'user-1@domain-1, user-1@domain-1'],
  ['kim@münchen.example, kim@xn--mnchen-3ya.example', 'user-1@domain-1, user-1@domain-1'],
  ['contoso.onmicrosoft.com', 'domain-1.onmicrosoft.com'],
  ['contoso.partner.mail.onmschina.cn', 'domain-1.partner.mail.onmschina.cn'],
  ['lyncdiscover.contoso.example', 'lyncdiscover.domain-1'],
  ['Sent to +1 (425) 555-0100 and tel:+14255550100', 'Sent to phone-1 and tel:phone-1'],
  ['fe80::1ff:fe23:4567:890a%12 and 2001:DB8::1', 'ip-1%12 and ip-2'],
  ['192.0.2.10:5061, 192.0.2.11', 'ip-1:5061, ip-2'],
  ['Username: CONTOSO\\kim', 'Username: domain-1\\user-1'],
  ['CONTOSO\\kim is kim@contoso.example', 'domain-1\\user-1 is user-1@domain-1'],
  ["o'brien@contoso.example, 'kim@contoso.example'", "user-1@domain-1, 'user-2@domain-1'"],
  ['00-11-22-AA-BB-CC', 'device-1'],
])('keeps relations: %s', (text, expected) => {
  const names = new NameRegistry(new TokenGenerator())
  redactText(text, names)
  expect(redactText(text, names)).toBe(expected)
})
