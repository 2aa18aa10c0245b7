/** A box that leaves only the entries of the report that hold all words typed. */
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
    let left = 0
    for (const { element, text } of entries) {
      const fits = words.every((word) => text.includes(word))
      element.hidden = !fits
      if (!fits) continue
      left += 1
      // What fits must be seen, even where it was folded away.
      if (words.length > 0) for (const folded of foldedAround(element)) folded.open = true
    }
    count.textContent = words.length === 0 ? '' : `${left} of ${entries.length}`
  }
  input.addEventListener('input', filter)
  input.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape') return
    input.value = ''
    filter()
  })
}

function* foldedAround(element: HTMLElement): Generator<HTMLDetailsElement> {
  for (
    let around = element.parentElement?.closest('details');
    around;
    around = around.parentElement?.closest('details')
  )
    yield around
}
