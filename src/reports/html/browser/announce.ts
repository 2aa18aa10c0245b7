/** Says something to whoever cannot see it. */
export function say(text: string): void {
  const said = document.getElementById('said')
  if (said) said.textContent = text
}
