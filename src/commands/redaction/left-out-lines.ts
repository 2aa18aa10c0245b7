import { when } from '../../model/defined.ts'
import { formatCount } from '../../model/duration.ts'
import type { LeftOut, LeftOutItem } from '../../share/left-out.ts'

const MAX_LISTED_ITEMS = 10

/** Says where the real names are, which must not be sent. */
export const mapLine = (map: string | undefined): string | undefined =>
  map === undefined ? undefined : `The real names are in ${map}: keep it, and do not send it`

/** What was left out, with the names of the case, for the person who redacts. */
export function leftOutLines(
  { items, spools, converted }: LeftOut,
  listName: string | undefined,
): string[] {
  const section = (title: string, list: readonly LeftOutItem[]) => {
    const more = list.length - MAX_LISTED_ITEMS
    return when(list.length > 0, () => [
      `${title} (${formatCount(list.length, 'item')}, all in ${listName}):`,
      ...list.slice(0, MAX_LISTED_ITEMS).map(({ path, reason }) => `  ${path}: ${reason}`),
      ...when(more > 0, () => [`  and ${more} more`]),
    ])
  }
  return [
    ...section('Left out', items),
    ...section('Only names, sizes and times', spools),
    ...section('Made plain text', converted),
  ]
}
