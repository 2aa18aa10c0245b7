import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packetLog } from '../packet-log.ts'

/** Part of everything that no output may contain: message text and credentials. */
const SECRET = 'Wh1sper3d'
const SECRET_BASE64 = Buffer.from(`${SECRET} at noon`).toString('base64')
/** The forms in which the secret could appear in an output. */
export const SECRETS: readonly string[] = [
  SECRET,
  SECRET.toLowerCase(),
  SECRET_BASE64.slice(0, 16),
  encodeURIComponent(SECRET_BASE64),
]

// In logs and folder names an address can contain everything except spaces and < > ; ? " @
const USER = "=cmd|'!a0[x](javascript:alert(1))`|@evil.example"
const OTHER_USER = '![x](//evil.example/x)</b>&amp;*_~'
const HTML = '<img src=x onerror=alert(1)>'
const LINK = '[x](javascript:alert(1))'
const TERMINAL = '\u001b[2J\u001b]0;owned\u0007\u001b]8;;https://evil.example\u001b\\'
const RTL = '\u202egnp.exe\u200b'
/** Long before the collection, so that all spooled files are stuck. */
const WRITTEN = new Date(Date.UTC(2016, 5, 14, 7))
const FORMULA = "=cmd|'/C calc'!A0"

/** Replaces the characters that the file system does not allow in names. */
const toFileName = (text: string): string =>
  process.platform === 'win32'
    ? text.replace(/[<>:"/\\|?*\u0000-\u001f]/g, '_')
    : text.replace(/[/\u0000]/g, '_')

const xml = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)

/**
 * Texts that are in the JSON report of the case, by where their attack comes from. Parsers of other
 * places accept only what they expect.
 */
export const EXPECTED_ATTACKS: Readonly<Record<string, string>> = {
  user: "=cmd|'!a0[x](javascript:alert(1))`|@evil.example",
  'path of a log': `atk-log${HTML}${LINK}\\u001b[2J`,
  'name of a spooled file': `atk-file${LINK}`,
  'name of a spooled file, as a formula': `=atk-formula${FORMULA.replace('/', '_')}`,
  'name of a spooled file, with escape sequences': 'atk-esc\\u001b[2J\\u001b]0;owned\\u0007',
  'name of a spooled file, with NUL and a lone surrogate': `atk-${HTML}\\u0000\\ud800`,
  'SIP To header': 'atk-to[x](//evil.example)`|=1+1',
  'SIP diagnostics header': `atk-reason${HTML}${LINK}`,
  'PowerShell value': `atk-policy${HTML}${LINK}`,
  'PowerShell value, with bidirectional marks': `atk-policy${LINK}\`|\\u202e`,
  'mail address': `atk-mail${LINK}`,
  'Configuration Information value': `atk-status${HTML}${LINK}`,
  'registry value': 'atk-level',
}

/**
 * Writes a bundle into `folder`, and returns its path. Every text that the owner of a bundle can
 * choose contains an attack.
 */
export function attackCase(folder: string): string {
  const bundle = join(folder, toFileName(`case ${HTML}${LINK}${FORMULA}${RTL}`))
  const write = (folders: readonly string[], name: string, content: string | Uint8Array) => {
    const parent = join(bundle, ...folders.map(toFileName))
    mkdirSync(parent, { recursive: true })
    writeFileSync(join(parent, toFileName(name)), content)
    utimesSync(join(parent, toFileName(name)), WRITTEN, WRITTEN)
  }
  write(
    ['Lync', 'Tracing'],
    `atk-log${HTML}${LINK}${TERMINAL}${RTL}${FORMULA}.UccApilog`,
    clientLog(),
  )
  for (const name of [
    `atk-file${LINK}${HTML}.hist`,
    `=atk-formula${FORMULA}.hist`,
    `atk-esc${TERMINAL}${RTL}.hist`,
    '`atk`|a|b|.hist',
  ])
    write(['Lync', `sip_${USER}`, 'History Spooler'], name, SECRET)
  write([], 'policies.txt', powerShellList())
  write([], 'users.json', powerShellJson())
  write([], 'configuration-information.txt', configurationInformation())
  write([], `@SUM(1+1)${RTL}.reg`, registry())
  write([], 'spoolscope-manifest.json', manifest())
  write(
    [],
    `not a log ${HTML}${TERMINAL}.bin`,
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]),
  )
  write([], `torn${LINK}.json`, '{"spoolscopeManifest": 1, ')
  return bundle
}

function clientLog(): string {
  const log = packetLog(USER, Date.UTC(2016, 5, 14, 8))
  const agent = `UCCAPI/16.0.6741.5023 OC/16.0.6741.2056 (${HTML}${LINK}${TERMINAL}${RTL})`
  log.sent(`REGISTER sip:evil.example SIP/2.0`, 'REGISTER', USER, {
    'User-Agent': agent,
    Authorization: `NTLM gssapi-data="${SECRET}"`,
  })
  log.received('SIP/2.0 200 OK', 'REGISTER', USER, {
    Server: `RTC/6.0${HTML}`,
    'Proxy-Authentication-Info': SECRET,
  })
  const properties = {
    EnableOfflineIm: `false`,
    EnableIMAutoArchiving: `${HTML}${FORMULA}`,
    ewsInternalUrl: `https://atk-ews.evil.example/${HTML}${LINK}`,
    ewsExternalUrl: `javascript:alert(1)//atk-ews${TERMINAL}`,
  }
  const entries = Object.entries(properties).map(
    ([name, value]) => `<property name="${name}">${xml(value)}</property>`,
  )
  log.received(
    'SIP/2.0 200 OK',
    'SUBSCRIBE',
    USER,
    { 'Content-Type': 'application/vnd-microsoft-roaming-provisioning-v2+xml' },
    `<provisionGroupList><provisionGroup name="endpointConfiguration"><propertyEntryList>${entries.join('')}</propertyEntryList></provisionGroup></provisionGroupList>`,
  )
  const recipient = `=1+1${LINK}@atk-to[x](//evil.example)\`|=1+1.example`
  const text = { 'Ms-Text-Format': `text/plain; charset=UTF-8;ms-body=${SECRET_BASE64}` }
  log.sent(`INVITE sip:${recipient} SIP/2.0`, 'INVITE', recipient, {
    'User-Agent': agent,
    Subject: SECRET,
    ...text,
  })
  log.received(`SIP/2.0 480 ${HTML}`, 'INVITE', recipient, {
    'ms-diagnostics': `15030; reason="atk-reason${HTML}${LINK}"; source="${FORMULA}"`,
  })
  log.sent(
    `MESSAGE sip:${recipient} SIP/2.0`,
    'MESSAGE',
    recipient,
    { 'Content-Type': 'text/plain' },
    `${SECRET} at noon`,
  )
  log.trace(
    `EWS request CreateItem to https://atk-ews.evil.example/${HTML} answered HTTP/1.1 503 ${LINK}${TERMINAL}`,
  )
  log.trace(
    `<m:ResponseCode>ErrorServerBusy</m:ResponseCode><m:MessageText>${HTML}${LINK}</m:MessageText>`,
  )
  return log.text()
}

function powerShellList(): string {
  const block = (command: string, properties: Readonly<Record<string, string>>) =>
    [
      `PS C:\\> ${command}`,
      '',
      '',
      ...Object.entries(properties).map(([name, value]) => `${name.padEnd(24)} : ${value}`),
      '',
      '',
    ].join('\r\n')
  return `${block('Get-CsImConfiguration', { Identity: `atk-policy${HTML}${LINK}`, EnableOfflineIm: 'False' })}${block(
    'Get-CsClientPolicy',
    {
      Identity: `Tag:atk-policy${LINK}\`|${RTL}`,
      EnableIMAutoArchiving: 'False',
      DisableSavingIM: FORMULA,
    },
  )}${block(`Get-CsUser -Identity sip:${USER}`, {
    SipAddress: `sip:${USER}`,
    WindowsEmailAddress: `atk-mail${LINK}@evil.example`,
    ClientPolicy: `atk-policy${LINK}\`|${RTL}`,
  })}${block('Get-CsServerPatchVersion', { ComponentName: `${HTML} Core Components`, Version: '6.0.9319.55' })}`
}

const powerShellJson = (): string =>
  JSON.stringify([
    {
      SipAddress: 'sip:atk-json\u0000\ud800\u202e@evil.example',
      WindowsEmailAddress: 'atk-json\u0000\ud800\udc00\ude00[x](y)@evil.example',
      HostingProvider: TERMINAL,
      EnabledForFederation: true,
    },
  ])

const configurationInformation = (): string =>
  [
    ['DG URL Internal', `https://sip.evil.example/${HTML}`, '--'],
    ['EWS Internal URL', `https://atk-ews.evil.example/${LINK}${HTML}`, '--'],
    ['EWS External URL', FORMULA, '--'],
    ['EWS Information', '', `EWS Status atk-status${HTML}${LINK}${TERMINAL}`],
    ['MAPI Information', `@${FORMULA}`, `MAPI Status ${RTL}`],
  ]
    .map((fields) => `${fields.join(';')}\r\n`)
    .join('')

const registry = (): string =>
  [
    'Windows Registry Editor Version 5.00',
    '',
    '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration]',
    `"VersionToReport"="16.0.6741.2056${HTML}"`,
    `"CDNBaseUrl"="http://atk-channel.evil.example/${HTML}${LINK}${FORMULA}"`,
    '',
    '[HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync]',
    `"TracingLevel"="atk-level${HTML}"`,
    '',
  ].join('\r\n')

function manifest(): string {
  const spool = `Lync\\sip_${OTHER_USER}@evil.example\\History Spooler`
  const file = (name: string, minute: number) => ({
    path: `${spool}\\${name}`,
    bytes: 1000,
    written: new Date(Date.UTC(2016, 5, 14, 8, minute)).toISOString(),
  })
  const names = [
    `atk-${HTML}\u0000\ud800${LINK}.hist`,
    `${FORMULA}.hist`,
    `${TERMINAL}${RTL}.hist`,
    '..\\..\\x.hist',
  ]
  return JSON.stringify(
    {
      spoolscopeManifest: 1,
      collectedAt: '2016-06-14T10:00:00Z',
      machine: `atk-machine${HTML}${TERMINAL}`,
      folders: [spool],
      files: names.map(file),
    },
    null,
    2,
  )
}
