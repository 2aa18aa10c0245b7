import { describe, expect, it } from 'vitest'
import type { Diagnosis } from '../../src/model/diagnosis.ts'
import { createRedactor } from '../../src/redact/redact-case.ts'
import { caseReport } from '../support/reports.ts'

// The local part of the first address occurs in ids of rules.
const USER = 'drafts@contoso.example'
const OTHER = 'Robin.Miller@fabrikam.example'
const FOLDER = `Lync/sip_${USER}/History Spooler`
const sources = [{ path: `${FOLDER}/00000001.hist`, line: 3 }]

const diagnosis: Diagnosis = {
  outcome: 'cause-found',
  answer: `Saving conversations is off for ${USER}. Unexplained: 1 stuck message of ${OTHER}.`,
  causes: [
    {
      rule: 'drafts-fix-missing',
      title: 'The client lacks the June 2016 fix for messages left in Drafts',
      user: USER,
      certainty: 'proven',
      since: '2016-06-14T08:00:00.000Z',
      because: [{ text: `Read from mail.contoso.example (192.0.2.7) for ${USER}`, sources }],
      explains: { symptoms: ['drafts-accumulating'], messages: 1, of: 2 },
      causedBy: ['drafts-accumulating'],
      supersedes: ['drafts-fix-missing'],
    },
  ],
  unexplained: [{ rule: 'drafts-accumulating', user: OTHER, messages: 1 }],
  ruledOut: [{ rule: 'drafts-fix-missing', because: `The mailbox of ${OTHER} is fine.`, sources }],
  undecided: [{ rule: 'drafts-fix-missing', missing: [`the policy of ${OTHER}`] }],
  actions: [
    {
      role: 'user',
      do: `Copy the spool of ${USER} from \\\\filer7\\kimshare first.`,
      commands: [
        `robocopy "C:\\Users\\drafts\\${FOLDER}" "D:\\Users\\drafts\\spool-copy" /E`,
        `Grant-CsClientPolicy -Identity "sip:${OTHER}" -PolicyName $null`,
      ],
      verify: `The folder of ${USER} on PC-KIM0142 is empty.`,
      for: ['drafts-accumulating'],
      user: USER,
    },
  ],
  collectNext: [
    {
      evidence: `the logs of ${OTHER}`,
      how: `Ask ${OTHER} for them.`,
      commands: [`Get-CsUser -Identity ${OTHER}`],
      decides: ['drafts-fix-missing'],
    },
  ],
}

const redact = (shift?: number): Diagnosis => {
  const facts = {
    machine: {
      label: 'Machine',
      value: 'PC-KIM0142',
      text: '\\\\PC-KIM0142\\c$ (computer: PC-KIM0142)',
      sources: [],
    },
  }
  const redactor = createRedactor(shift === undefined ? {} : { shift })
  const redacted = redactor.redactCase(caseReport({ id: 'case-1', facts, diagnosis })).diagnosis
  if (!redacted) throw new Error('the diagnosis is missing')
  return redacted
}

/** Every string of a value, with the key that leads to it. */
function* stringsOf(value: unknown, key = ''): Generator<readonly [key: string, text: string]> {
  if (typeof value === 'string') yield [key, value]
  else if (Array.isArray(value)) for (const entry of value) yield* stringsOf(entry, key)
  else if (typeof value === 'object' && value !== null)
    for (const [name, entry] of Object.entries(value)) yield* stringsOf(entry, name)
}

const FIXED = ['rule', 'symptoms', 'causedBy', 'supersedes', 'for', 'decides']
const FIXED_WORDS = ['outcome', 'certainty', 'role']

describe('the diagnosis of a redacted report', () => {
  it('has no name left', () => {
    const texts = [...stringsOf(redact())].filter(
      // The title is a fixed sentence of the rule, and says Drafts.
      ([key]) => ![...FIXED, ...FIXED_WORDS, 'title'].includes(key),
    )
    expect(texts.length).toBeGreaterThan(15)
    for (const [, text] of texts)
      expect(text).not.toMatch(/contoso|fabrikam|robin|miller|drafts|filer7|kim|192\.0/i)
  })

  it('keeps ids of rules and fixed words, even where they contain a name', () => {
    const fixed = (value: unknown) =>
      [...stringsOf(value)].filter(([key]) => [...FIXED, ...FIXED_WORDS].includes(key))
    expect(fixed(redact())).toEqual(fixed(diagnosis))
  })

  it('uses one token for a user everywhere', () => {
    const { causes, actions, answer } = redact()
    expect(causes[0]?.user).toBe(actions[0]?.user)
    expect(answer).toContain(causes[0]?.user)
    expect(actions[0]?.commands[0]).toContain(`sip_${causes[0]?.user}`)
  })

  it('shifts the times of causes', () => {
    expect(redact(-3_600_000).causes[0]?.since).toBe('2016-06-14T07:00:00.000Z')
  })
})
