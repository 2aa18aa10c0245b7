import { compareBuilds, parseBuild } from '../../model/build.ts'
import { defined } from '../../model/defined.ts'
import type { ChannelBuilds } from '../../model/fleet/fleet-case.ts'
import type { ValueCount } from '../../model/fleet/fleet-summary.ts'
import { caseSumOf } from './case-sum-of.ts'
import type { FleetCollector } from './fleet-collector.ts'
import { topOf } from './top.ts'

/**
 * A summary has to stay readable, whatever the results contain.
 * Limit: builds listed for each channel.
 * Beyond: further ones are counted together.
 */
const MAX_BUILDS = 50

interface Channel {
  cases: number
  affected: number
  unknown: number
  readonly builds: Map<number, { cases: number; affected: number }>
}

/**
 * Counts the client builds in each update channel. Channels are sorted by their number of cases.
 * Of each channel, the 50 most frequent builds are listed, the newest first.
 */
export function buildsByChannel({
  cases: compactCases,
  names,
}: FleetCollector): readonly ChannelBuilds[] {
  const channels = new Map<number | undefined, Channel>()
  for (const { judged } of compactCases.values()) {
    if (!judged) continue
    const affected = caseSumOf(judged, names) === 'affected' ? 1 : 0
    const channel = channels.get(judged.channel) ?? {
      cases: 0,
      affected: 0,
      unknown: 0,
      builds: new Map(),
    }
    channels.set(judged.channel, channel)
    channel.cases += 1
    channel.affected += affected
    if (judged.build === undefined) channel.unknown += 1
    else {
      const build = channel.builds.get(judged.build) ?? { cases: 0, affected: 0 }
      channel.builds.set(judged.build, build)
      build.cases += 1
      build.affected += affected
    }
  }
  return [...channels]
    .map(([number, channel]) =>
      toChannelBuilds(
        number === undefined ? undefined : names.channels.texts[number],
        channel,
        names.builds.texts,
      ),
    )
    .filter(({ builds }) => builds.listed.length > 0)
    .sort(
      (left, right) =>
        right.cases - left.cases || ((left.channel ?? '') < (right.channel ?? '') ? -1 : 1),
    )
}

function toChannelBuilds(
  name: string | undefined,
  { cases, affected, unknown, builds }: Channel,
  texts: readonly string[],
): ChannelBuilds {
  const counts = [...builds].map(
    ([number, build]): ValueCount => ({ value: texts[number] ?? '', ...build }),
  )
  const casesOf = (count: ValueCount) => count.cases
  const { listed, others } = topOf(counts, MAX_BUILDS, casesOf, casesOf, ({ value }) => value)
  return {
    ...defined({ channel: name }),
    cases,
    affected,
    unknown,
    builds: { listed: [...listed].sort(newestFirst), others },
  }
}

function newestFirst(left: ValueCount, right: ValueCount): number {
  const [leftBuild, rightBuild] = [parseBuild(left.value), parseBuild(right.value)]
  if (leftBuild && rightBuild) return compareBuilds(rightBuild, leftBuild)
  return left.value < right.value ? -1 : 1
}
