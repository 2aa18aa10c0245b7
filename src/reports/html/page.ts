import { type EmbeddedPart, embedded } from './embedded.ts'
import { html, type SafeHtml, trustedHtml } from './safe-html.ts'

interface PageOptions {
  readonly title: string
  readonly tool: { readonly name: string; readonly version: string }
  /** Selects the style and the script of the page. */
  readonly kind: 'report' | 'fleet'
  readonly body: SafeHtml
}

/**
 * Returns a Content-Security-Policy that loads nothing and runs only the script with that hash. The
 * script itself cannot turn text into markup (Trusted Types).
 */
const contentSecurityPolicy = (style: EmbeddedPart, script: EmbeddedPart): string =>
  [
    "default-src 'none'",
    `style-src '${style.hash}'`,
    `script-src '${script.hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')

/** Returns a page as a single file that works offline, from a disk, and without its script. */
export function page({ title, tool, kind, body }: PageOptions): string {
  const { style, script } = embedded[kind]
  const policy = trustedHtml(contentSecurityPolicy(style, script))
  return `<!DOCTYPE html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
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
<footer class="foot">
<p>Created by ${tool.name} ${tool.version}. This page loads nothing and sends nothing.</p>
</footer>
<script>${trustedHtml(script.text)}</script>
</body>
</html>
`}`
}
