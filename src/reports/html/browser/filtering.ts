/** Shows the filter box, which hides all entries of the report without the words typed. */
export function startFiltering(): void {
  const box = document.querySelector<HTMLElement>('[data-filter]')
  const input = box?.querySelector('input')
  const count = document.getElementById('filter-count')
  if (!box || !input || !count) return
  const entries = [...document.querySelectorAll<HTMLElement>('[data-entry]')].map((element) => ({
    element,
    text: (element.textContent ?? '').toLowerCase(),
  }))
  if (entries.length === 0) return
  box.hidden = false
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean)
    let matches = 0
    for (const { element, text } of entries) {
      const isMatch = words.every((word) => text.includes(word))
      element.hidden = !isMatch
      if (!isMatch) continue
      matches += 1
      // A match may be inside something that is collapsed.
      if (words.length > 0) for (const details of enclosingDetails(element)) details.open = true
    }
    count.textContent = words.length === 0 ? '' : `${matches} of ${entries.length}`
  }
  input.addEventListener('input', filter)
  input.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    input.value = ''
    filter()
  })
}

function* enclosingDetails(element: HTMLElement): Generator<HTMLDetailsElement> {
  let details = element.parentElement?.closest('details')
  while (details) {
    yield details
    details = details.parentElement?.closest('details')
  }
}
