import type { SignedIn } from '@zcrm/runtime'
import type { LeadsRecord } from '../../generated/index.js'

/** A lead as the page shows it. */
export type ShownLead = Pick<LeadsRecord, 'id' | 'Last_Name' | 'Company' | 'Lead_Source'>

/** The page of who is not signed in. */
export function welcomePage(): string {
  return page('Your leads', '<p><a href="/login">Sign in with Zoho</a></p>')
}

/** The leads of a user. */
export function leadsPage({ user, organization }: SignedIn, leads: readonly ShownLead[]): string {
  const rows = leads.map(
    ({ Last_Name, Company, Lead_Source }) =>
      `<tr><td>${escaped(Last_Name)}</td><td>${escaped(Company)}</td><td>${escaped(Lead_Source ?? '–')}</td></tr>`,
  )
  return page(
    `Leads of ${user?.name ?? 'somebody'}`,
    `<p>${escaped(organization?.name ?? '')} · <a href="/logout">sign out</a></p>
<table>
<thead><tr><th>Name</th><th>Company</th><th>Source</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>`,
  )
}

/** What went wrong, and what to do. */
export function errorPage(message: string, hint: string): string {
  return page(
    'That did not work',
    `<p>${escaped(message)}</p>\n<p>${escaped(hint)}</p>\n<p><a href="/">back</a></p>`,
  )
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem }
  table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #8884 }
</style>
<h1>${escaped(title)}</h1>
${content}
</html>
`
}

/** What comes from an organisation is text, not markup. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
