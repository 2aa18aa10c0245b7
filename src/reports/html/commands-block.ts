import { html, type SafeHtml } from './safe-html.ts'

/** Lists commands, each with a copy button, which stays hidden until the script runs. */
export const commandsBlock = (commands: readonly string[] = []): SafeHtml =>
  html`${commands.map(commandBlock)}`

function commandBlock(command: string): SafeHtml {
  const label = html`<span class="unseen"> the command ${command}</span>`
  return html`<div class="commands"><pre><code>${command}</code></pre>
<button type="button" class="copy" data-copy hidden>Copy${label}</button></div>`
}
