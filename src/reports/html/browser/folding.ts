/** Opens the collapsed part that a link leads to, and makes the buttons that open all steps work. */
export function startFolding(): void {
  addEventListener('hashchange', openTarget)
  // A second click on the same link changes no hash.
  document.addEventListener('click', ({ target }) => {
    const link = target instanceof Element ? target.closest('a[href^="#"]') : null
    if (link) openPart(link.getAttribute('href')?.slice(1) ?? '')
  })
  openTarget()
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-toggle]'))
    startToggle(button)
}

const openTarget = (): void => openPart(location.hash.slice(1))

function openPart(id: string): void {
  const part = document.getElementById(id)
  if (part instanceof HTMLDetailsElement) part.open = true
}

function startToggle(button: HTMLButtonElement): void {
  const parent = document.getElementById(button.dataset.toggle ?? '')
  const steps = [...(parent?.querySelectorAll('details') ?? [])]
  if (steps.length === 0) return
  const showState = () => {
    button.textContent = steps.every(({ open }) => open) ? 'Hide details' : 'Show details'
  }
  for (const step of steps) step.addEventListener('toggle', showState)
  button.addEventListener('click', () => {
    const isOpening = !steps.every(({ open }) => open)
    for (const step of steps) step.open = isOpening
    showState()
  })
  showState()
  button.hidden = false
}
