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
