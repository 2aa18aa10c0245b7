import type { FleetDiff } from '../model/fleet-diff.ts'
import type { ReportDiff } from '../model/report-diff.ts'
import type { TextStyle } from '../terminal/layout.ts'

export type DiffFormat = 'table' | 'json' | 'markdown'

type Render = (look: TextStyle) => string

/**
 * A way to print either comparison; `top`: so many of each list, where lists are for people. Loaded
 * only when asked for.
 */
export const diffFormats: Readonly<
  Record<DiffFormat, (diff: ReportDiff | FleetDiff, top: number) => Promise<Render>>
> = {
  async json(diff) {
    const { jsonText } = await import('../reports/json.ts')
    return () => jsonText(diff)
  },
  async table(diff, top) {
    if (diff.kind === 'fleet') {
      const { fleetDiffTable } = await import('../reports/diff/fleet-diff-table.ts')
      return (look) => fleetDiffTable(diff, look, top)
    }
    const { diffTable } = await import('../reports/diff/diff-table.ts')
    return (look) => diffTable(diff, look)
  },
  async markdown(diff, top) {
    if (diff.kind === 'fleet') {
      const { fleetDiffMarkdown } = await import('../reports/diff/fleet-diff-markdown.ts')
      return () => fleetDiffMarkdown(diff, top)
    }
    const { diffMarkdown } = await import('../reports/diff/diff-markdown.ts')
    return () => diffMarkdown(diff)
  },
}
