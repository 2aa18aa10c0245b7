import { type Generated, records } from './records.ts'
import { pick, type Random } from './seeded-random.ts'
import { START } from './time-text.ts'

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events'

/**
 * Generates what `tracerpt -of XML` writes: events of about 1,200 bytes with local times;
 * one in a hundred is about Exchange, one in forty has a payload in hex only.
 */
export function eventXml(options: Generated): Generator<Buffer> {
  let at = START
  return records(
    options,
    (next, index) => {
      at += next(20)
      return event(
        at,
        next,
        index % 100 === 99 ? about(next) : index % 40 === 20 ? hex(next) : noise(next),
      )
    },
    { first: '<Events>\r\n', last: '</Events>\r\n' },
  )
}

function event(at: number, next: Random, body: string): string {
  const time = `${new Date(at + 7_200_000).toISOString().slice(0, -1)}${String(next(10_000)).padStart(4, '0')}00+01:59`
  return `<Event xmlns="${NAMESPACE}/event">
\t<System>
\t\t<Provider Name="Microsoft-Office-Lync" Guid="{11111111-2222-3333-4444-555555555555}" />
\t\t<EventID>${next(400)}</EventID>
\t\t<Version>0</Version>
\t\t<Level>${1 + next(5)}</Level>
\t\t<Task>0</Task>
\t\t<Opcode>0</Opcode>
\t\t<Keywords>0x8000000000000000</Keywords>
\t\t<TimeCreated SystemTime="${time}" />
\t\t<Correlation ActivityID="{00000000-0000-0000-0000-000000000000}" />
\t\t<Execution ProcessID="${6700 + next(4)}" ThreadID="${1 + next(9000)}" ProcessorID="${next(4)}" KernelTime="15" UserTime="30" />
\t\t<Channel />
\t\t<Computer />
\t</System>
${body}
\t<RenderingInfo Culture="en-US">
\t\t<Level>Information </Level>
\t\t<Opcode>Info </Opcode>
\t\t<Provider>Microsoft-Office-Lync </Provider>
\t</RenderingInfo>
</Event>
`.replaceAll('\n', '\r\n')
}

const data = (values: readonly (readonly [string, string | number])[]): string =>
  [
    '\t<EventData>',
    ...values.map(([name, value]) => `\t\t<Data Name="${name}">${value}</Data>`),
    '\t</EventData>',
  ].join('\n')

const noise = (next: Random): string =>
  data([
    ['Function', `CUccEndpoint::OnTimer${next(100)}`],
    ['State', 'the endpoint is enabled and no operation is pending'],
    ['Count', next(1000)],
  ])

const CODES = ['ErrorServerBusy', 'ErrorAccessDenied', 'NoError', 'ErrorQuotaExceeded']
const about = (next: Random): string =>
  data([
    ['Request', '&lt;m:CreateItem MessageDisposition=&quot;SendAndSaveCopy&quot;&gt;'],
    ['ResponseCode', pick(CODES, next)],
    ['Url', 'https://mail.contoso.example/EWS/Exchange.asmx'],
  ])

function hex(next: Random): string {
  const text = `CUccPresence::Publish endpoint ${next(1000)}, nothing to be done`
  return `\t<BinaryEventData>${Buffer.from(`${text}\0`, 'utf16le').toString('hex').toUpperCase()}</BinaryEventData>`
}
