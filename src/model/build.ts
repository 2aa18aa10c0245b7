/** A four-part build such as 16.0.6965.2058. */
export type Build = readonly [number, number, number, number]

/**
 * Finds the first build number in a text. A missing fourth part becomes 0. Undefined if there is
 * none.
 */
export function parseBuild(text: string): Build | undefined {
  const match = /(\d{1,3})\.(\d{1,3})\.(\d{1,6})(?:\.(\d{1,6}))?/.exec(text)
  return match
    ? [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
    : undefined
}

export const formatBuild = (build: Build): string => build.join('.')

/**
 * Negative if `left` is older. Compares the first `parts` parts (the fourth is a revision within a
 * branch).
 */
export function compareBuilds(left: Build, right: Build, parts = 4): number {
  for (let part = 0; part < parts; part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Update channels by their names of 2016. */
type UpdateChannel =
  | 'Current'
  | 'Deferred'
  | 'First Release for Current'
  | 'First Release for Deferred'

/**
 * Builds of 16.0.* published by Microsoft per channel until October 2016 (Office 365 release pages,
 * security bulletins).
 */
const PUBLISHED_BUILDS: Readonly<Record<UpdateChannel, string>> = {
  Current:
    '7369.2038 7070.2058 7070.2036 7070.2028 7070.2026 7070.2022 6965.2063 6965.2058 ' +
    '6965.2053 6868.2067 6868.2062 6868.2060 6769.2040 6769.2017 6769.2015 6741.2021 ' +
    '6741.2017 6568.2036 6568.2034 6568.2025 6366.2068 6366.2062 6366.2056 6366.2036 ' +
    '6001.1043 6001.1038 6001.1034 4229.1029 4229.1024',
  Deferred:
    '6965.2092 6741.2081 6741.2071 6741.2063 6741.2056 6741.2048 6001.1090 6001.1087 ' +
    '6001.1085 6001.1082 6001.1078 6001.1073 6001.1068 6001.1061',
  'First Release for Current':
    '7070.2030 7070.2028 7070.2026 7070.2022 7070.2020 7070.2019 6769.2015 6769.2011 ' +
    '6741.2017 6741.2015 6741.2014 6568.2036 6568.2025 6568.2016 6366.2062 6366.2056 ' +
    '6366.2047 6366.2036 6366.2025 6228.1010 6228.1007 6228.1004',
  'First Release for Deferred':
    '7369.2038 6965.2084 6965.2076 6965.2069 6965.2066 6965.2063 6965.2058 6741.2047 ' +
    '6741.2042 6741.2037 6741.2033 6741.2026 6741.2025 6741.2021 6741.2017 6741.2015 ' +
    '6741.2014 6001.1061 6001.1054 6001.1043 6001.1038 6001.1034 4229.1029 4229.1024',
}

/**
 * GUIDs at the end of the registry values `UpdateChannel` and `CDNBaseUrl`. Channels were renamed
 * over the years.
 */
const CHANNEL_BY_CDN_GUID: ReadonlyMap<string, string> = new Map([
  ['492350f6-3a01-4f97-b9c0-c7c6ddf67d60', 'Current'],
  ['7ffbc6bf-bc32-4f92-8982-f9dd17fd3114', 'Deferred (now Semi-Annual Enterprise)'],
  ['64256afe-f5d9-4f86-8936-8840a6a4f5be', 'First Release for Current (now Current Preview)'],
  [
    'b8f9b850-328d-4355-9145-c59439a0c4cf',
    'First Release for Deferred (now Semi-Annual Enterprise Preview)',
  ],
  ['55336b82-a18d-4dd6-b5f6-9e5095c314a6', 'Monthly Enterprise'],
  ['5440fd1f-7ecb-4221-8110-145efaa6372f', 'Insider Fast (now Beta)'],
  ['f2e724c1-748f-4b47-8fb8-8e0d210e9208', 'Perpetual volume license 2019 (PerpetualVL2019)'],
  ['5030841d-c919-4594-8d2d-84ae4f96e58e', 'LTSC 2021 (PerpetualVL2021)'],
  ['7983bac0-e531-40cf-be00-fd24fe66619c', 'LTSC 2024 (PerpetualVL2024)'],
])

/** Version names of Deferred builds, by the third part of the build. */
const DEFERRED_VERSIONS: ReadonlyMap<number, string> = new Map([
  [6001, '1509'],
  [6741, '1602'],
  [6965, '1605'],
])

/** Channels on which this exact build was published, according to the tables. */
export function channelsOf([major, minor, branch, revision]: Build): string[] {
  if (major !== 16 || minor !== 0) return []
  const wanted = `${branch}.${revision}`
  return Object.entries(PUBLISHED_BUILDS)
    .filter(([, builds]) => builds.split(' ').includes(wanted))
    .map(([channel]) => {
      const version = channel === 'Deferred' ? DEFERRED_VERSIONS.get(branch) : undefined
      return version === undefined ? channel : `${channel} ${version}`
    })
}

/**
 * The channel of a CDN address from the registry: `unknown (GUID)` for a GUID that no table has,
 * and undefined for an address without one.
 */
export function channelOfCdnUrl(url: string): string | undefined {
  // http://officecdn.microsoft.com/pr/492350f6-3a01-4f97-b9c0-c7c6ddf67d60
  const guid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(url)?.[0]?.toLowerCase()
  return guid === undefined ? undefined : (CHANNEL_BY_CDN_GUID.get(guid) ?? `unknown (${guid})`)
}

/** How the client was installed. */
export type OfficeEdition = 'Click-to-Run' | 'Windows Installer'

/**
 * Windows Installer uses the branches between these two; Click-to-Run uses those up to the first
 * and from the second.
 */
const LAST_EARLY_CLICK_TO_RUN_BRANCH = 4229
const FIRST_LATER_CLICK_TO_RUN_BRANCH = 6000

/**
 * The edition of a 16.0 client, from the third part of its build. Windows Installer updates use
 * 4xxx (Microsoft's release notes) and 5xxx, where no Click-to-Run build exists. Undefined for
 * other generations.
 */
export function editionOf([major, minor, branch]: Build): OfficeEdition | undefined {
  if (major !== 16 || minor !== 0 || branch < 4000) return undefined
  return branch > LAST_EARLY_CLICK_TO_RUN_BRANCH && branch < FIRST_LATER_CLICK_TO_RUN_BRANCH
    ? 'Windows Installer'
    : 'Click-to-Run'
}
