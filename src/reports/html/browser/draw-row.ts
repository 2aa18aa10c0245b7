import type { CaseRow } from './case-rows.ts'

/** Badge color of each state of a case. */
const STATE_KINDS: Readonly<Record<string, string>> = {
  affected: 'error',
  'some checks skipped': 'open',
  passed: 'clear',
  unreadable: 'warning',
  failed: 'warning',
}

/** Returns a row of the table. Text is only set as text, so it is never parsed as markup. */
export function drawRow({ cells, causes, headline, page }: CaseRow): HTMLTableRowElement {
  const [
    bundle = '',
    state = '',
    ,
    users = '',
    build = '',
    channel = '',
    stuck = '0',
    oldest = '',
    asOf = '',
  ] = cells.map(String)
  const name = element('code', bundle)
  const header = element(
    'th',
    page === '' ? name : link(page, name),
    withClass('says', element('p', headline)),
  )
  if (causes.length > 0) {
    const chips = causes.map((cause) => element('li', element('code', cause)))
    header.append(withClass('chips', element('ul', ...chips)))
  }
  header.scope = 'row'
  return element(
    'tr',
    header,
    element('td', withClass(`badge is-${STATE_KINDS[state] ?? 'open'}`, element('span', state))),
    withClass('number', element('td', causes.length === 0 ? '' : String(causes.length))),
    element('td', element('bdi', users)),
    withClass('build', element('td', element('bdi', build))),
    element('td', element('bdi', channel)),
    withClass('number', element('td', stuck === '0' ? '' : stuck)),
    withClass('moment', element('td', oldest)),
    withClass('moment', element('td', asOf)),
  )
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
