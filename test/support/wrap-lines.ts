/** Breaks lines at blanks as mail programs do, and never inside a word. */
export const wrapLines = (lines: readonly string[], width: number): string[] =>
  lines.flatMap((line) => {
    const parts: string[] = []
    let rest = line
    while (rest.trimEnd().length > width) {
      const indent = rest.length - rest.trimStart().length
      const before = rest.lastIndexOf(' ', width)
      const at = before > indent ? before : rest.indexOf(' ', Math.max(width, indent))
      if (at < 0) break
      parts.push(rest.slice(0, at).trimEnd())
      rest = rest.slice(at + 1).trimStart()
    }
    return [...parts, rest]
  })
