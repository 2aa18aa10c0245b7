const CRLF = '\r\n'
const doubleQuotes = (text: string) => text.replaceAll('"', '""')
const escapeXml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
const CLIENT = '06/14/2016|10:11:12.123 1A2C:9F4 INFO  :: '
const packet = (text: string) =>
  ['SUBSCRIBE sip:x SIP/2.0', text, 'Content-Length: 0', '', ''].join(CRLF)

/** A file of each kind of input, with a text of one line where it can occur. */
export const inputsWith: Readonly<Record<string, (text: string) => string>> = {
  'client log': (text) => `${CLIENT}${text}${CRLF}`,
  'header of a packet in a client log': (text) =>
    `${CLIENT}Data Received - x 100 bytes:${CRLF}${CLIENT}${packet(text)}${CLIENT}End of Data Received - x 100 bytes${CRLF}`,
  'CLS text': (text) =>
    `TL_INFO(TF_COMPONENT) [x\\y]0B4C.1A90::06/14/2016-08:11:12.123.00000A12 (UserServices,A::B:c.cpp(12))( 00000000 ) ${text}${CRLF}`,
  'tracefmt text': (text) => `[0]1A2C.09F4::06/14/2016-10:11:12.123 [Lync] ${text}\n`,
  'tracerpt CSV': (text) => ` Lync, Info, 0, 0, 0, 4, "${doubleQuotes(text)}", 5${CRLF}`,
  'event XML': (text) =>
    `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Lync'/></System><EventData><Data Name='x'>${escapeXml(text)}</Data></EventData></Event>${CRLF}`,
  'event text': (text) =>
    `Log Name:      Application${CRLF}Event ID:      11${CRLF}Description:${CRLF}${text}${CRLF}`,
  'event CSV': (text) =>
    `Level,Date,Event ID,Text${CRLF}Error,6/14/2016 10:11:12 AM,11,"${doubleQuotes(text)}"${CRLF}`,
  'PowerShell list': (text) => `Name        : x${CRLF}Description : ${text}${CRLF}${CRLF}`,
  'PowerShell table': (text) =>
    `Name       Value${CRLF}----       -----${CRLF}Setting    ${text}${CRLF}`,
  'PowerShell CSV': (text) => `"Name","Value"${CRLF}"Setting","${doubleQuotes(text)}"${CRLF}`,
  'PowerShell JSON': (text) => `${JSON.stringify({ Name: 'x', Value: text }, null, 2)}${CRLF}`,
  'PowerShell XML': (text) =>
    `<Objs><Obj><MS><S N="Value">${escapeXml(text)}</S></MS></Obj></Objs>${CRLF}`,
  'registry export': (text) =>
    `[HKEY_CURRENT_USER\\Software\\X]${CRLF}"Value"="${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"${CRLF}`,
  'registry query': (text) => `    Value    REG_SZ    ${text}${CRLF}`,
  listing: (text) => ` Directory of C:\\${CRLF}${CRLF}06/14/2016  10:11 AM    1,234 ${text}${CRLF}`,
  'Configuration Information': (text) => `Setting;${text};--;${CRLF}`,
  manifest: (text) => `${JSON.stringify({ items: [{ path: text }] })}${CRLF}`,
}
