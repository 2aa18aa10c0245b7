import type { OfflineTrail } from './offline-trail.ts'

/**
 * Splits the trail by user, because nothing may be joined by time across users. With at most one
 * known user, entries without a user belong to that user. With several users, such an entry becomes
 * a part of its own, because it may belong to any of them.
 */
export function splitTrailByUser({
  messages,
  ewsRecords,
  items,
  users = [],
}: OfflineTrail): OfflineTrail[] {
  const names = new Set(users)
  for (const { user } of [...messages, ...ewsRecords, ...items])
    if (user !== undefined) names.add(user)
  if (names.size <= 1) return [{ messages, ewsRecords, items }]
  const parts = [...names].map((name) => {
    const entriesOf = <T extends { readonly user?: string }>(list: readonly T[]) =>
      list.filter(({ user }) => user === name)
    return {
      messages: entriesOf(messages),
      ewsRecords: entriesOf(ewsRecords),
      items: entriesOf(items),
    }
  })
  return [
    ...parts,
    ...messages
      .filter(hasNoUser)
      .map((message) => ({ messages: [message], ewsRecords: [], items: [] })),
    ...items.filter(hasNoUser).map((item) => ({ messages: [], ewsRecords: [], items: [item] })),
  ]
}

const hasNoUser = ({ user }: { readonly user?: string }): boolean => user === undefined
