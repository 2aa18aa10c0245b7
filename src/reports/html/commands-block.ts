import { html, type SafeHtml } from './safe-html.ts'

const LINE_END = html`\n`

/** Lists commands to copy, one a line. The copy button stays hidden until the script runs. */
export function commandsBlock(commands: readonly string[] = []): SafeHtml {
  if (commands.length === 0) return html``
  const lines = commands.map((command, index) => [index > 0 && LINE_END, command])
  const noun = commands.length === 1 ? 'the command' : 'the commands'
  const label = html`<span class="unseen"> ${noun} ${commands[0]}</span>`
  return html`<div class="commands"><pre><code>${lines}</code></pre>
<button type="button" class="copy" data-copy hidden>Copy${label}</button></div>`
}
