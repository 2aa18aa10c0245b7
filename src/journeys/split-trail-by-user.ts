import type { OfflineTrail } from './offline-trail.ts'

/**
 * The trail in parts between which nothing may be joined by time: one for each user. What is
 * nobody's may be anybody's: where only one user is known it is that one's, else each piece stands
 * for itself.
 */
export function splitTrailByUser({
  messages,
  exchanges,
  items,
  users = [],
}: OfflineTrail): OfflineTrail[] {
  const known = new Set(users)
  for (const { user } of [...messages, ...exchanges, ...items])
    if (user !== undefined) known.add(user)
  if (known.size <= 1) return [{ messages, exchanges, items }]
  const parts = [...known].map((name) => {
    const own = <T extends { readonly user?: string }>(list: readonly T[]) =>
      list.filter(({ user }) => user === name)
    return { messages: own(messages), exchanges: own(exchanges), items: own(items) }
  })
  const nobodys = { messages: messages.filter(isNobodys), items: items.filter(isNobodys) }
  return [
    ...parts,
    ...nobodys.messages.map((message) => ({ messages: [message], exchanges: [], items: [] })),
    ...nobodys.items.map((item) => ({ messages: [], exchanges: [], items: [item] })),
  ]
}

const isNobodys = ({ user }: { readonly user?: string }): boolean => user === undefined
