/** Lines that a reader opens when wanted, under words of our own; nothing when there are none. */
export const collapsible = (
  summary: string,
  lines: readonly string[],
  count = lines.length,
): string[] =>
  count === 0
    ? []
    : ['', '<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>']
