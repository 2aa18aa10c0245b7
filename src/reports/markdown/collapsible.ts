/**
 * Puts lines into a block that is collapsed under a trusted summary. Returns nothing when `count`,
 * the number of entries, is 0.
 */
export const collapsible = (
  summary: string,
  lines: readonly string[],
  count = lines.length,
): string[] =>
  count === 0
    ? []
    : ['', '<details>', `<summary>${summary}</summary>`, '', ...lines, '', '</details>']
