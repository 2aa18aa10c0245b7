/** Announces a text to screen readers. */
export function announce(text: string): void {
  const region = document.getElementById('said')
  if (region) region.textContent = text
}
