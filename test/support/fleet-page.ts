import { buildsByChannel } from '../../src/batch/summary/builds-by-channel.ts'
import { causeMatrix } from '../../src/batch/summary/cause-matrix.ts'
import { causeTrend } from '../../src/batch/summary/cause-trend.ts'
import { fleetCases } from '../../src/batch/summary/fleet-cases.ts'
import { FleetCollector } from '../../src/batch/summary/fleet-collector.ts'
import { fleetSummary } from '../../src/batch/summary/fleet-summary.ts'
import type { BatchLine } from '../../src/model/batch-line.ts'
import { fleetPage } from '../../src/reports/html/fleet/fleet-page.ts'

/** Returns the page of a fleet. `pageName` returns the file name of the page of a bundle. */
export function fleetPageOf(
  lines: readonly BatchLine[],
  pageName: (bundle: string) => string,
): string {
  const fleet = new FleetCollector()
  for (const line of lines) fleet.add(line)
  return fleetPage({
    summary: fleetSummary(fleet, '0.1.0'),
    cases: fleetCases(fleet),
    builds: buildsByChannel(fleet),
    matrices: { builds: causeMatrix(fleet, 'build'), servers: causeMatrix(fleet, 'server') },
    trend: causeTrend(fleet),
    findCasePage: (bundle) => `cases/${pageName(bundle)}`,
  })
}
