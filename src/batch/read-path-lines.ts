/**
 * No system has a longer path.
 * Limit: characters of a path on standard input.
 * Beyond: the rest of the line is dropped.
 */
const MAX_PATH_CHARS = 32_767

/** Reads paths from a stream, one a line. Skips blank lines. */
export async function* readPathLines(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  let partial = ''
  const decoder = new TextDecoder()
  const pathOf = (line: string) => line.slice(0, MAX_PATH_CHARS).replace(/\r$/, '')
  for await (const chunk of stream) {
    const lines = (partial + decoder.decode(chunk as Buffer, { stream: true })).split('\n')
    partial = (lines.pop() ?? '').slice(0, MAX_PATH_CHARS)
    for (const line of lines) if (line.trim() !== '') yield pathOf(line)
  }
  partial += decoder.decode()
  if (partial.trim() !== '') yield pathOf(partial)
}
