/** No path is longer on any system: what goes on is not held in memory. */
const MAX_PATH_CHARS = 32_767

/** Paths from a stream, one on each line. Blank lines are none. */
export async function* readPathLines(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  let begun = ''
  const decoder = new TextDecoder()
  const pathOf = (line: string) => line.slice(0, MAX_PATH_CHARS).replace(/\r$/, '')
  for await (const chunk of stream) {
    const lines = (begun + decoder.decode(chunk as Buffer, { stream: true })).split('\n')
    begun = (lines.pop() ?? '').slice(0, MAX_PATH_CHARS)
    for (const line of lines) if (line.trim() !== '') yield pathOf(line)
  }
  begun += decoder.decode()
  if (begun.trim() !== '') yield pathOf(begun)
}
