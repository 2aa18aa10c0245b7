import type { FleetDiff } from '../../model/fleet/fleet-diff.ts'
import type { ReportDiff } from '../../model/report-diff.ts'
import type { TextStyle } from '../../terminal/layout.ts'
import type { TerminalText } from '../../terminal/terminal-text.ts'

export type DiffFormat = 'table' | 'json' | 'markdown' | 'html'

type DiffRender<Output> = (
  diff: ReportDiff | FleetDiff,
  top: number,
) => Promise<(style: TextStyle) => Output>

/**
 * A renderer per format, for comparisons of one case and of many. Each is loaded when it is used.
 * `top` limits the rows of each list in the formats for people.
 */
export const diffFormats: Readonly<
  Record<Exclude<DiffFormat, 'table'>, DiffRender<string>> & { table: DiffRender<TerminalText> }
> = {
  async json(diff) {
    const { jsonText } = await import('../../reports/json.ts')
    return () => jsonText(diff)
  },
  async table(diff, top) {
    if (diff.kind === 'fleet') {
      const { fleetDiffTable } = await import('../../reports/diff/fleet-diff-table.ts')
      return (style) => fleetDiffTable(diff, style, top)
    }
    const { diffTable } = await import('../../reports/diff/diff-table.ts')
    return (style) => diffTable(diff, style)
  },
  async html(diff, top) {
    if (diff.kind === 'fleet') {
      const { fleetDiffPage } = await import('../../reports/html/diff/fleet-diff-page.ts')
      return () => fleetDiffPage(diff, top)
    }
    const { caseDiffPage } = await import('../../reports/html/diff/case-diff-page.ts')
    return () => caseDiffPage(diff)
  },
  async markdown(diff, top) {
    if (diff.kind === 'fleet') {
      const { fleetDiffMarkdown } = await import('../../reports/diff/fleet-diff-markdown.ts')
      return () => fleetDiffMarkdown(diff, top)
    }
    const { diffMarkdown } = await import('../../reports/diff/diff-markdown.ts')
    return () => diffMarkdown(diff)
  },
}
