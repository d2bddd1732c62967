import { html, raw } from 'hono/html'
import type { Answer } from '../answers.ts'

/** A piece of HTML, as the template makes it; everything that is put into a template is escaped. */
export type Markup = ReturnType<typeof html>

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: #8886; --accent: #1a5fb4; }
body { margin: 0; padding: 2rem 1rem; background: Canvas; color: CanvasText; }
main { max-width: 32rem; margin: 0 auto; padding: 1.5rem 2rem; border: 1px solid var(--line); border-radius: 0.75rem; }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
h2, legend { padding: 0; font-size: 1rem; font-weight: 600; }
p, li, label { overflow-wrap: anywhere; }
small, footer { opacity: 0.75; }
fieldset { max-height: 20rem; margin: 1.5rem 0; padding: 0; border: 0; overflow: auto; }
label { display: flex; gap: 0.75rem; align-items: center; padding: 0.5rem 0.75rem; border-radius: 0.5rem; }
label:hover, label:has(:checked) { background: #8882; }
label small { display: block; }
button { padding: 0.5rem 1.5rem; border: 1px solid var(--line); border-radius: 0.5rem; font: inherit; cursor: pointer; }
button[value='accept'] { border-color: var(--accent); background: var(--accent); color: #fff; }
footer { max-width: 32rem; margin: 1rem auto 0; font-size: 0.875rem; text-align: center; }
`

/** Nothing is loaded and nothing runs; there is no `form-action`, which would also forbid the redirect behind the form. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Type': 'text/html; charset=UTF-8',
  'Content-Security-Policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
}

/** An answer that is a page of the accounts server. */
export async function pageAnswer(status: number, title: string, content: Markup): Promise<Answer> {
  const text = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
<footer>This is the emulator of zcrm, not Zoho.</footer>
</body>
</html>
`
  return { status, text: String(text), headers: HEADERS }
}
