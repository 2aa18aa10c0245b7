import { wrapText } from '../terminal/plain-text.ts'

/** Before the further lines of a wrapped line, more than before its first one. */
const CONTINUATION = 2
const wrappedStreams = new WeakSet<object>()

/**
 * Wraps all further lines that are written to a terminal, at words. Texts with control characters
 * are left alone: they move the cursor, such as progress.
 */
export function wrapMessages(stream: Pick<NodeJS.WriteStream, 'columns' | 'write'>): void {
  if (wrappedStreams.has(stream)) return
  wrappedStreams.add(stream)
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean
  stream.write = (chunk: unknown, ...rest: unknown[]) =>
    write(typeof chunk === 'string' ? wrapLines(chunk, stream.columns) : chunk, ...rest)
}

function wrapLines(text: string, columns: number): string {
  if (!columns || /[\r\u001b]/.test(text)) return text
  return text
    .split('\n')
    .flatMap((line) => (line.length < columns ? [line] : wrapLine(line, columns)))
    .join('\n')
}

function wrapLine(line: string, columns: number): string[] {
  const indent = line.length - line.trimStart().length
  const room = columns - 1
  // All lines are made for the narrower room of the further ones.
  const [first = '', ...others] = wrapText(line.trimStart(), room - indent - CONTINUATION)
  return [
    ' '.repeat(indent) + first,
    ...others.map((text) => ' '.repeat(indent + CONTINUATION) + text),
  ]
}
