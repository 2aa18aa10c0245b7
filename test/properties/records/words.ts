import fc from 'fast-check'
import { Engine } from '../../../src/analysis/engine.ts'
import { reportedEvidence } from '../../../src/evidence/index.ts'
import { rules } from '../../../src/rules/index.ts'

/** The markers of all rules and facts. */
export const allMarkers = new Engine({ rules, evidence: reportedEvidence }).markers

/** A text in letters of any case. */
export const anyCase = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 3, arbitrary: texts },
    fc
      .tuple(texts, fc.bigInt({ min: 0n, max: (1n << 40n) - 1n }))
      .map(([text, flips]) =>
        [...text]
          .map((letter, at) =>
            (flips >> BigInt(at % 40)) & 1n
              ? letter === letter.toLowerCase()
                ? letter.toUpperCase()
                : letter.toLowerCase()
              : letter,
          )
          .join(''),
      ),
  )

const marker = anyCase(fc.constantFrom(...allMarkers.map(({ text }) => text)))

/** Sentences from which some evidence draws a conclusion. */
const significant = fc.constantFrom(
  '<m:ResponseCode>ErrorServerBusy</m:ResponseCode>',
  'ResponseCode: ErrorAccessDenied',
  'ResponseCode=NoError',
  '<t:Value Name="BackOffMilliseconds">300000</t:Value>',
  'CreateItem MessageDisposition="SaveOnly"',
  'SendItem: ErrorSendAsDenied',
  'SendItem NoError',
  'POST https://mail.contoso.example/EWS/Exchange.asmx HTTP/1.1 401 Unauthorized',
  'https://outlook.office365.com/ews/exchange.asmx status 503',
  'https://mail.contoso.example/ews/exchange.asmx HTTP/1.1 200 OK',
  'GET https://autodiscover.contoso.example/autodiscover/autodiscover.xml HTTP/1.1 403 Forbidden',
  '<RedirectAddr>kim@contoso.mail.onmicrosoft.example</RedirectAddr>',
  '<RedirectUrl>https://outlook.office365.com/ews/exchange.asmx</RedirectUrl>',
  '<AutoDiscoverSMTPAddress>kim@fabrikam.example</AutoDiscoverSMTPAddress>',
  'ErrorQuotaExceeded',
  'EnableOfflineIm=False',
)

const ordinary = fc.constantFrom(
  'spooler idle',
  'CUccSession::SendMessage',
  '( 00000000028FDD70 ) Enter',
  'connection to 192.0.2.30:443 lost',
  'REGISTER',
  'a REGISTER b',
  'SIP/2.0',
  'SIP/2.0 480 Temporarily Unavailable',
  'REGISTER sip:contoso.example SIP/2.0',
  'Sending Packet - 192.0.2.20:443',
  'Data Received -192.0.2.20:443',
  'Response Code',
  'ResponseCod',
  'ews/exchange.asm',
  'No Format Information found',
  '(No Format Information found)',
  'Unknown( 34): GUID=ce1dbfb4-137e-4da6-87b0-3f59aa102cbc (No Format Information found).',
  '',
  ' ',
  'Überall 漢字 🙂',
  'Grüße\u00a0naïve',
  '"quoted" text, it; says\ttabs',
  '<b>&amp;</b> <unclosed & "',
  'Authorization: Kerberos gssapi-data="YII"',
  'ms-body=cXdl',
)

/** Beginnings and ends of records of all formats, as users paste them into messages. */
const lookAlike = fc.constantFrom(
  '02/03/2016|10:14:40.130 1A2C:9F4 INFO  :: Data Received -192.0.2.20:443 (To Local Address: 192.0.2.10:51241) 400 bytes:',
  '02/03/2016|10:14:40.130 1A2C:9F4 INFO  :: SIP/2.0 480 Temporarily Unavailable',
  '02/03/2016|10:14:40.130 1A2C:9F4 INFO  :: REGISTER sip:contoso.example SIP/2.0',
  '02/03/2016|10:14:40.130 1A2C:9F4 INFO  :: End of Sending Packet - 192.0.2.20:443 (From Local Address: 192.0.2.10:51241) 1 bytes',
  '02/03/2016|10:14:40.130 1A2C:9F4 INFO  :: End of Data Received -192.0.2.20:443 (To Local Address: 192.0.2.10:51241) 400 bytes',
  '99/99/2016|11:00:00.111 1A2C:2B3C INFO  :: no such day',
  '02/03/2016|10:14:40.130',
  'TL_INFO(TF_COMPONENT) [sfbpool\\sfbfe1]0584.0B10::06/14/2016-11:10:46.301.00007741 (UserServices,X::Y:z.cpp(1)) look',
  'TL_INFO(TF_PROTOCOL) [0]0C3C.1164::04/21/2010-16:18:00.000.00000020 (SIPStack,S::T:S.cpp(125))$$begin_record',
  'TL_INFO(TF_COMPONENT) [0]0C3C.1164::13/41/2010-16:18:01.500.00000022 (RtcSrv,CSession::Tick:session.cpp(77)) no such month',
  'TL_WARN [',
  '$$begin_record',
  '$$end_record',
  'Start-Line: REGISTER sip:contoso.example SIP/2.0',
  'Message-Body: hello',
  'Content-Length: 5',
  '[1]5FEC.0E48::06/14/2016-11:10:07.097 [Contoso-Messaging]look at this',
  '[1]5FEC.0E48::06/44/2016-11:10:07.097 [Contoso-Messaging]no such day',
  '[1]5FEC',
  'Contoso-Messaging, Info, 12, 0, 16, 2, 0, 0, 0, 0x1, 0x2, 1, , , , , 131103678470000001, 0, 0, "a row in a row"',
  '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event">',
  '<Event>',
  '</Event>',
  '<Message>',
  '<BinaryEventData>00',
  '"Spooler idle","11","6/14/2016 12:05:00 AM"',
)

const phrase = fc.oneof(
  { weight: 6, arbitrary: ordinary },
  { weight: 2, arbitrary: marker },
  { weight: 2, arbitrary: significant },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 5 }) },
)

/** One line of text. */
export const line = fc
  .array(phrase, { maxLength: 4 })
  .map((phrases) => phrases.join(' ').replace(/[\r\n\0]/g, '·'))

const veryLong = fc
  .tuple(line, fc.integer({ min: 200, max: 12_000 }), line)
  .map(([first, length, last]) => `${first}${'-x'.repeat(length)} ${last}`)

/** A text of one or more lines, some of which look like parts of records. */
export const text = fc.oneof(
  { weight: 8, arbitrary: line },
  {
    weight: 4,
    arbitrary: fc
      .array(fc.oneof({ weight: 3, arbitrary: line }, { weight: 2, arbitrary: lookAlike }), {
        minLength: 1,
        maxLength: 5,
      })
      .map((lines) => lines.join('\n')),
  },
  { weight: 1, arbitrary: veryLong },
)
