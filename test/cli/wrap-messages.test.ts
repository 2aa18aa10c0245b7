import { expect, it } from 'vitest'
import { wrapMessages } from '../../src/cli/wrap-messages.ts'
import { recordingStream } from '../support/programs/fake-terminal.ts'

function terminal(columns: number) {
  const { stream, written } = recordingStream()
  const wrapped = Object.assign(stream, { columns }) as unknown as NodeJS.WriteStream
  wrapMessages(wrapped)
  return { write: (text: string) => wrapped.write(text), written, wrapped }
}

it('wraps a message at words, and indents what follows', () => {
  const { write, written } = terminal(30)
  write('spoolscope: No such file or folder: nowhere. Check the path.\nshort\n')
  expect(written()).toBe(
    'spoolscope: No such file or\n  folder: nowhere. Check the\n  path.\nshort\n',
  )
})

it('keeps the indent of a line', () => {
  const { write, written } = terminal(30)
  write('  PC-0142.zip: an archive that cannot be opened\n')
  expect(written()).toBe('  PC-0142.zip: an archive\n    that cannot be opened\n')
})

it('leaves progress alone', () => {
  const { write, written } = terminal(10)
  const progress = 'Reading: 12 MB of 15 MB\u001b[K\r'
  write(progress)
  expect(written()).toBe(progress)
})

it('wraps once, however often it is asked', () => {
  const { write, written, wrapped } = terminal(30)
  wrapMessages(wrapped)
  write('one two three four five six seven eight\n')
  expect(written().split('\n')[1]).toMatch(/^ {2}\S/)
})
