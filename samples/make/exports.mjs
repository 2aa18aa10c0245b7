// Builds what support receives beside the logs: trace exports, PowerShell output, registry exports
// and the manifest. Everything is invented.

const CRLF = '\r\n'

/** PowerShell 5.1 writes `>` and Out-File as UTF-16LE with a byte order mark. */
export const utf16 = (text) => Buffer.from(`\ufeff${text}`, 'utf16le')

/** Format-List output of objects, each after the command that printed it. */
export function formatList(...outputs) {
  const blocks = outputs.map(([command, object]) => {
    const width = Math.max(...Object.keys(object).map((name) => name.length))
    const lines = Object.entries(object).map(([name, value]) => `${name.padEnd(width)} : ${value}`)
    return [`PS C:\\> ${command}`, '', '', ...lines, '', ''].join(CRLF)
  })
  return blocks.join(CRLF)
}

const HEADER =
  '  Event Name,       Type,     Event ID,    Version,    Channel,      Level,     Opcode,       Task,            Keyword,        PID,        TID,     Processor Number,  Instance ID,   Parent Instance ID,                              Activity ID,                      Related Activity ID,           Clock-Time, Kernel(ms),   User(ms), User Data'

const filetime = (at) => String(BigInt(at) * 10_000n + 116_444_736_000_000_000n)

const row = (name, type, level, at, data) =>
  [
    name.padStart(10),
    type.padStart(10),
    ...[0, 0, 0, level, 0, 0].map((number) => String(number).padStart(10)),
    '0x0000000000000000'.padStart(18),
    ...['0x00001A2C', '0x000009F4'].map((id) => id.padStart(10)),
    '0'.padStart(20),
    ''.padStart(12),
    ''.padStart(20),
    '{00000000-0000-0000-0000-000000000000}',
    ''.padStart(38),
    filetime(at).padStart(20),
    '0'.padStart(10),
    '0'.padStart(10),
    ...data.map((value) => (typeof value === 'number' ? ` ${value}` : ` "${value}"`)),
  ].join(',')

/** A tracerpt CSV export of the client's trace: [time, level, text] per event. */
export function tracerptCsv(start, events) {
  const end = events.at(-1)[0]
  const session = [
    65536,
    184549382,
    9600,
    4,
    filetime(end),
    156250,
    100,
    1,
    60,
    1,
    8,
    0,
    2592,
    0,
    0,
  ]
  const header = row('EventTrace', 'Header', 0, start, [
    ...session,
    filetime(start - 86_400_000),
    10_000_000,
    filetime(start),
    1,
    0,
    'Lync-16.0',
    'Lync.etl',
  ])
  const rows = events.map(([at, level, text]) => row('Lync-Client', 'Info', level, at, [text]))
  return [HEADER, header, ...rows, ''].join(CRLF)
}

/** `reg export` of keys with string (text) and dword (number) values. */
export function registry(keys) {
  const value = (data) =>
    typeof data === 'number'
      ? `dword:${data.toString(16).padStart(8, '0')}`
      : `"${data.replace(/\\/g, '\\\\')}"`
  const blocks = Object.entries(keys).map(([key, values]) =>
    [
      `[${key}]`,
      ...Object.entries(values).map(([name, data]) => `"${name}"=${value(data)}`),
      '',
    ].join(CRLF),
  )
  return utf16(['Windows Registry Editor Version 5.00', '', ...blocks, ''].join(CRLF))
}

const CDN = 'http://officecdn.microsoft.com/pr'
export const CURRENT = `${CDN}/492350f6-3a01-4f97-b9c0-c7c6ddf67d60`
export const DEFERRED = `${CDN}/7ffbc6bf-bc32-4f92-8982-f9dd17fd3114`

export const clickToRun = (build, channel) => ({
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Office\\ClickToRun\\Configuration': {
    VersionToReport: build,
    CDNBaseUrl: channel,
    Platform: 'x86',
  },
})

export const fullLogging = {
  'HKEY_CURRENT_USER\\Software\\Microsoft\\Office\\16.0\\Lync': {
    EnableTracing: 1,
    EnableLogCollecting: 1,
    TracingLevel: 'FULL',
  },
}

/** Copied rows of the Configuration Information window. */
export const configuration = (rows) => `${rows.map((fields) => fields.join(';')).join(CRLF)}${CRLF}`

/**
 * The collection manifest, from [name, bytes, written] of each spooled item.
 */
export function manifest(collectedAt, folder, items) {
  const iso = (at) => new Date(at).toISOString()
  const files = items.map(([name, bytes, written]) => ({
    path: `${folder}\\${name}`,
    bytes,
    created: iso(written),
    written: iso(written),
  }))
  return `${JSON.stringify({ spoolscopeManifest: 1, collectedAt: iso(collectedAt), machine: 'PC-0142', folders: [folder], files }, null, 2)}\n`
}
