import { type EmbeddedPart, embedded } from './embedded.ts'
import { html, type SafeHtml, trustedHtml } from './safe-html.ts'

interface Page {
  readonly title: string
  readonly tool: { readonly name: string; readonly version: string }
  /** Names the style and the script that it needs. */
  readonly kind: 'report' | 'fleet'
  readonly body: SafeHtml
}

/**
 * Nothing is loaded, and nothing runs but the one script whose hash is named. Its text sinks are
 * shut too (Trusted Types).
 */
const policy = (style: EmbeddedPart, script: EmbeddedPart): string =>
  [
    "default-src 'none'",
    `style-src '${style.hash}'`,
    `script-src '${script.hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')

/** A whole page in one file: it works from a disk, offline, and without its script too. */
export function page({ title, tool, kind, body }: Page): string {
  const { style, script } = embedded[kind]
  return `<!DOCTYPE html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trustedHtml(policy(style, script))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${tool.name} ${tool.version}">
<title>${title}</title>
<style>${trustedHtml(style.text)}</style>
</head>
<body class="${kind}">
<a class="skip" href="#main">Skip to the content</a>
${body}
<p class="said" role="status" aria-live="polite" id="said"></p>
<footer class="foot"><p>Made by ${tool.name} ${tool.version}. This page loads nothing and sends nothing.</p></footer>
<script>${trustedHtml(script.text)}</script>
</body>
</html>
`}`
}
