import { describe, expect, it } from 'vitest'
import { readTmf } from '../../../../src/parsers/etl/wpp/read-tmf.ts'
import { indexTmfMessages } from '../../../../src/parsers/etl/wpp/tmf.ts'
import { random } from '../../../support/random.ts'

const GUID = '11111111-2222-3333-4444-555555555555'

describe('a trace message format file', () => {
  it('is read with all properties of its lines', () => {
    const { messages, problems } = readTmf(
      [
        '// PDB:  client.pdb',
        `${GUID} Client // SRC=spool.cpp MJ=Uc MN=Im`,
        '#typev spool_cpp42 7 "%0 [%!FUNC!] spooled %10!s!" //   LEVEL=TL_INFO FLAGS=TF_IM ' +
          'FUNC=CSpool::Write<int, 4>::operator ()',
        '{',
        'f(a, b)->c, ItemListByte(Low, High) -- 10',
        '}',
      ].join('\r\n'),
    )
    expect(problems).toEqual([])
    expect(messages).toEqual([
      {
        guid: GUID,
        number: 7,
        provider: 'Client',
        source: 'spool.cpp',
        place: 'spool_cpp42',
        component: 'Uc',
        subComponent: 'Im',
        format: '%0 [%!FUNC!] spooled %10!s!',
        level: 'TL_INFO',
        flags: 'TF_IM',
        function: 'CSpool::Write<int, 4>::operator ()',
        arguments: [
          { number: 10, expression: 'f(a, b)->c', item: 'ItemListByte', labels: ['Low', 'High'] },
        ],
      },
    ])
  })

  it('may be old: braces, upper case, #type, no names, // before numbers, constants', () => {
    const { messages, problems } = readTmf(
      [
        '{AAAAAAAA-2222-3333-4444-555555555555}',
        '#type one 1 "said %10!d!"',
        '{',
        'x, ItemLong // 10',
        '}, Constant',
        '#type two 2 "end"',
      ].join('\n'),
    )
    expect(problems).toEqual([])
    expect(messages).toMatchObject([
      {
        guid: 'aaaaaaaa-2222-3333-4444-555555555555',
        number: 1,
        provider: '',
        format: 'said %10!d!',
        arguments: [{ expression: 'x', item: 'ItemLong' }],
      },
      { number: 2, format: 'end', arguments: [] },
    ])
  })

  it('may have quotes, comments and line breaks inside format strings', () => {
    const formats = [
      'LHS: "%10!s!" RHS: "%11!s!"',
      'see http://contoso.example // really',
      'two\nlines',
      '',
    ]
    const text = formats
      .map((format, index) => `#typev a ${index} "${format}" //   LEVEL=L FLAGS=F FUNC=f\n{\n}`)
      .join('\n')
    expect(readTmf(`${GUID} C\n${text}`).messages.map(({ format }) => format)).toEqual(formats)
    expect(readTmf(`${GUID} C\n#typev a 1 "say "so" // now"\n{\n}`).messages[0]?.format).toBe(
      'say "so" // now',
    )
  })

  it('keeps the last of two messages with one number, and reports a difference', () => {
    const { messages, problems } = readTmf(`${GUID} C\n#typev a 1 "first"\n#typev b 1 "second"`)
    expect(problems).toEqual([
      `line 3: message 1 of ${GUID} is defined twice with different text; ` +
        'the later definition is used',
    ])
    expect(indexTmfMessages([{ messages, problems }]).get(GUID)?.get(1)?.format).toBe('second')
    expect(readTmf(`${GUID} C\n#typev a 1 "same"\n#typev a 1 "same"`).problems).toEqual([])
  })

  it('lists malformed lines and continues', () => {
    const text = [
      '#typev a 1 "before any GUID"',
      `${GUID} C`,
      '#typev nonsense',
      '#typev b 2 "fine %10!d!"',
      '{',
      'what is this',
      '}',
      '#typev c 3 "last"',
    ].join('\n')
    const { messages, problems } = readTmf(text)
    expect(problems).toEqual([
      'line 1: a message before any GUID',
      'line 3: a malformed message',
      'line 6: a malformed argument',
    ])
    expect(messages.map(({ number }) => number)).toEqual([2, 3])
    expect(messages[0]?.arguments).toEqual([
      { number: 10, expression: 'what is this', item: '', labels: [] },
    ])
  })

  it('continues after a block without its end', () => {
    expect(
      readTmf(`${GUID} C\n#typev a 1 "one"\n{\nx, ItemLong -- 10\n#typev b 2 "two"\n{\n}`).messages,
    ).toHaveLength(2)
  })

  it('is read without error wherever it is damaged', () => {
    const next = random(7)
    const whole = (
      `${GUID} C // SRC=a.c MJ= MN=\n` +
      '#typev a 1 "%0 [%!FUNC!] x %10!s! "q"" //   LEVEL=L FLAGS=F FUNC=f\n' +
      '{\nx->y, ItemListLong(a,b) -- 10\n}\n'
    ).repeat(3)
    for (let turn = 0; turn < 5000; turn += 1) {
      const from = Math.floor(next() * whole.length)
      const { messages } = readTmf(
        whole.slice(0, from) + whole.slice(from + Math.floor(next() * 60)),
      )
      expect(messages.length).toBeLessThanOrEqual(3)
    }
  })
})
