import { defined } from '../../model/defined.ts'
import type { AutodiscoverAnswer } from '../../model/observation.ts'
import type { Parser } from '../../model/parser.ts'
import { readWholeText } from '../shared/read-whole-text.ts'
import { readXml } from '../shared/read-xml.ts'

/** <Response xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"> */
const NAMESPACE =
  /schemas\.microsoft\.com\/exchange\/autodiscover\/(?:[a-z]{1,20}\/)?responseschema/i
const START = /^[ \t]*<(?:\?xml|Autodiscover|Response)\b/im
/** <EwsUrl>, <ASUrl> and <EcpUrl> are of the same protocol; only the first is EWS. */
const EWS_ELEMENTS = new Set(['ewsurl', 'ewspartnerurl'])

/**
 * Autodiscover's answer (POX), as a browser, Microsoft's test and *Test E-mail AutoConfiguration*
 * of Outlook show it.
 */
export const autodiscover: Parser = {
  format: 'autodiscover',
  title: 'answer of Autodiscover (XML)',
  isLog: false,
  recognise: ({ text }) => (NAMESPACE.test(text) && START.test(text) ? {} : undefined),
  open: (context) =>
    readWholeText(context, (text, { path, tally, emit }) => {
      const start = START.exec(text)?.index ?? 0
      const linesBefore = text.slice(0, start).split('\n').length - 1
      text
        .slice(0, start)
        .split('\n')
        .forEach((line, index) => {
          if (line.trim() !== '') tally.addUnreadLine(index + 1)
        })
      const { answer, error, errors, line } = readAnswer(text.slice(start))
      if (errors > 0)
        tally.addDamage({ line: linesBefore + 1, reason: 'XML that is damaged or cut off' })
      if (error !== undefined) tally.addNote(`Autodiscover answered an error: ${error}`)
      if (!isUseful(answer)) return
      tally.records += 1
      emit({ ...answer, source: { path, line: linesBefore + line } })
    }),
}

type Answer = Omit<AutodiscoverAnswer, 'source'>

const isUseful = ({ mail, isOnline, ewsUrls, redirect }: Answer): boolean =>
  mail !== undefined || isOnline !== undefined || ewsUrls.length > 0 || redirect !== undefined

/** `line` is the line of the first element that says something, from 1. */
function readAnswer(xml: string): {
  readonly answer: Answer
  readonly error: string | undefined
  readonly errors: number
  readonly line: number
} {
  const values = new Map<string, string>()
  const ewsUrls = new Set<string>()
  const open: { readonly name: string; text: string }[] = []
  let line: number | undefined
  const errors = readXml(xml, {
    open(name, _, at) {
      open.push({ name, text: '' })
      if (name === 'response') line ??= at
    },
    text(part) {
      const current = open.at(-1)
      if (current) current.text += part
    },
    close() {
      const closed = open.pop()
      const value = closed?.text.trim() ?? ''
      if (!closed || value === '') return
      if (EWS_ELEMENTS.has(closed.name)) ewsUrls.add(value)
      // An error says more in its message than in its code.
      const isInError = open.some(({ name }) => name === 'error')
      const key = isInError ? `error/${closed.name}` : closed.name
      if (!values.has(key)) values.set(key, value)
    },
  })
  const online = values.get('microsoftonline')?.toLowerCase()
  const redirect = values.get('redirectaddr') ?? values.get('redirecturl')
  return {
    answer: {
      kind: 'autodiscover-answer',
      ewsUrls: [...ewsUrls],
      ...defined({
        mail: values.get('autodiscoversmtpaddress')?.toLowerCase(),
        isOnline: online === 'true' ? true : online === 'false' ? false : undefined,
        redirect,
      }),
    },
    error: values.get('error/message') ?? values.get('error/errorcode'),
    errors,
    line: line ?? 1,
  }
}
