/**
 * Opens everything that is collapsed before printing, and collapses it again afterwards. Parts that
 * repeat what is printed anyway stay as they are.
 */
export function startPrinting(): void {
  let opened: HTMLDetailsElement[] = []
  addEventListener('beforeprint', () => {
    const selector = 'details:not([open], [data-screen-only])'
    opened = [...document.querySelectorAll<HTMLDetailsElement>(selector)]
    for (const details of opened) details.open = true
  })
  addEventListener('afterprint', () => {
    for (const details of opened) details.open = false
  })
}
