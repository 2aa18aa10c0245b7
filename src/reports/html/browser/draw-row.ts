import type { CaseRow } from './case-rows.ts'

/** Badge color of each state of a case. */
const STATE_KINDS: Readonly<Record<string, string>> = {
  affected: 'error',
  'some checks skipped': 'open',
  passed: 'clear',
  unreadable: 'warning',
  failed: 'warning',
}
const MAX_USERS = 5

/** Returns a row of the table. Text is only set as text, so it is never parsed as markup. */
export function drawRow({
  bundle,
  state,
  causes,
  otherRules,
  users,
  build,
  channel,
  stuck,
  waiting,
  collected,
  headline,
  page,
}: CaseRow): HTMLTableRowElement {
  const name = element('code', ...breakable(bundle))
  const header = element(
    'th',
    page === '' ? name : link(page, name),
    withClass('says', element('p', headline)),
  )
  header.scope = 'row'
  const stateBadge = withClass(`badge is-${STATE_KINDS[state] ?? 'open'}`, element('span', state))
  const userLines = users.slice(0, MAX_USERS).map((user) => element('bdi', ...breakable(user)))
  if (users.length > MAX_USERS)
    userLines.push(element('bdi', `and ${users.length - MAX_USERS} more`))
  return element(
    'tr',
    header,
    cell('Cause', ...rules(causes, otherRules)),
    cell('State', stateBadge),
    withClass('users', cell('User', ...userLines)),
    withClass(
      'build',
      cell(
        'Client',
        ...unlessEmpty(build, element('bdi', build)),
        ...unlessEmpty(channel, withClass('note', element('bdi', channel))),
      ),
    ),
    withClass('number', cell('Stuck', stuck === 0 ? '' : String(stuck))),
    withClass('moment', cell('Waiting since', waiting)),
    withClass('moment', cell('Collected', collected)),
  )
}

/** The element, if there is a text to show. */
const unlessEmpty = <T>(text: string, content: T): T[] => (text === '' ? [] : [content])

/** Returns the causes with their certainty, and the other rules after them. */
function rules(causes: CaseRow['causes'], otherRules: readonly string[]): HTMLElement[] {
  const lists: HTMLElement[] = []
  if (causes.length > 0) {
    const items = causes.map(({ rule, certainty }) => {
      const name = element('code', ...breakable(rule))
      if (certainty === '') return element('li', name)
      const level = withClass(`certainty is-${certainty}`, element('span', certainty))
      return element('li', name, ' ', level)
    })
    lists.push(withClass('case-causes', element('ul', ...items)))
  }
  if (otherRules.length > 0) {
    const names = otherRules.flatMap((rule, index) => [
      index === 0 ? '' : ', ',
      element('code', ...breakable(rule)),
    ])
    lists.push(withClass('also', element('p', 'Also: ', ...names)))
  }
  return lists
}

/** Allows a line break after each of `@ . - _ / \`, so that long names wrap where people read them. */
function breakable(text: string): (Node | string)[] {
  const parts = text.match(/[^@./\\_-]+[@./\\_-]*|[@./\\_-]+/g) ?? []
  return parts.flatMap((part, index) =>
    index === 0 ? [part] : [document.createElement('wbr'), part],
  )
}

/** Returns a cell. Cards of narrow screens show its label, because they have no header. */
function cell(label: string, ...content: readonly (Node | string)[]): HTMLTableCellElement {
  const created = element('td', ...content)
  created.dataset.label = label
  return created
}

function withClass<E extends HTMLElement>(className: string, target: E): E {
  target.className = className
  return target
}

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const created = document.createElement(tag)
  created.append(...content)
  return created
}

function link(url: string, ...content: readonly Node[]): HTMLAnchorElement {
  const anchor = element('a', ...content)
  anchor.href = url
  return anchor
}
