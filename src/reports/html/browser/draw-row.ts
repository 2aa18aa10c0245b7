import type { Row } from './case-rows.ts'

const KINDS: Readonly<Record<string, string>> = {
  affected: 'error',
  'not all checked': 'open',
  'in order': 'clear',
  unreadable: 'warning',
  failed: 'warning',
}

/** One row. Text is only ever set as text, never read as markup. */
export function drawRow({ cells, causes, says, page }: Row): HTMLTableRowElement {
  const [
    bundle = '',
    sum = '',
    ,
    users = '',
    build = '',
    channel = '',
    stuck = 0,
    oldest = '',
    asOf = '',
  ] = cells.map(String)
  const name = element('code', bundle)
  const chips = classed(
    'chips',
    element('ul', ...causes.map((cause) => element('li', element('code', cause)))),
  )
  const head = element(
    'th',
    page === '' ? name : link(page, name),
    classed('says', element('p', says)),
    causes.length > 0 ? chips : '',
  )
  head.scope = 'row'
  return element(
    'tr',
    head,
    element('td', classed(`badge is-${KINDS[sum] ?? 'open'}`, element('span', sum))),
    classed('number', element('td', causes.length === 0 ? '' : String(causes.length))),
    element('td', element('bdi', users)),
    classed('build', element('td', element('bdi', build))),
    element('td', element('bdi', channel)),
    classed('number', element('td', stuck === '0' ? '' : String(stuck))),
    classed('moment', element('td', oldest)),
    classed('moment', element('td', asOf)),
  )
}

function classed<E extends HTMLElement>(name: string, made: E): E {
  made.className = name
  return made
}

function element<K extends keyof HTMLElementTagNameMap>(
  kind: K,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(kind)
  made.append(...content)
  return made
}

function link(page: string, ...content: readonly Node[]): HTMLAnchorElement {
  const made = element('a', ...content)
  made.href = page
  return made
}
