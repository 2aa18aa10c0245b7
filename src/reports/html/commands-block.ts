import { html, type SafeHtml } from './safe-html.ts'

const LINE_END = html`\n`

/** Commands to copy, one a line. The button shows itself when there is a script that copies. */
export function commandsBlock(commands: readonly string[] = []): SafeHtml {
  if (commands.length === 0) return html``
  const lines = commands.map((command, index) => [index > 0 && LINE_END, command])
  const what = commands.length === 1 ? 'the command' : 'the commands'
  return html`<div class="commands"><pre><code>${lines}</code></pre><button type="button" class="copy" data-copy hidden>Copy<span class="unseen"> ${what} ${commands[0]}</span></button></div>`
}
