import { htmlText } from '../escape.ts'

/** What a page says: a heading, and a sentence or two. */
export interface PageText {
  readonly heading: string
  readonly lines: readonly string[]
}

/** A small page for the browser of who signs in. Its texts may come from anywhere: they are escaped. */
export function page({ heading, lines }: PageText): string {
  const paragraphs = lines.map((line) => `<p>${htmlText(line)}</p>`).join('\n')
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${htmlText(heading)}</title>
<style>
  body { font: 17px/1.5 system-ui, sans-serif; max-width: 34rem; margin: 18vh auto; padding: 0 1rem; color: #1d2433 }
  h1 { font-size: 1.5rem }
  @media (prefers-color-scheme: dark) { body { background: #14181f; color: #e6e9ef } }
</style>
<main>
<h1>${htmlText(heading)}</h1>
${paragraphs}
</main>
</html>
`
}
