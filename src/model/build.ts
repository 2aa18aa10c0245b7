/** A four-part build such as 16.0.6965.2058. */
export type Build = readonly [number, number, number, number]

/**
 * The first four-part build in a text, or undefined. A fourth part may be missing and is then 0.
 */
export function parseBuild(text: string): Build | undefined {
  const match = /(\d{1,3})\.(\d{1,3})\.(\d{1,6})(?:\.(\d{1,6}))?/.exec(text)
  return match
    ? [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4] ?? 0)]
    : undefined
}

export const formatBuild = (build: Build): string => build.join('.')

/**
 * Negative when `left` is older. `parts` says how many leading parts count (the fourth is a
 * revision within one branch).
 */
export function compareBuilds(left: Build, right: Build, parts = 4): number {
  for (let part = 0; part < parts; part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
