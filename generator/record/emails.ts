/** An e-mail address within a text. */
const EMAIL = /[^\s@"'`<>()[\]{},;:\\/|=&?]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\.\p{L}{2,}/gu

/** Names that are nobody's. */
const NOBODYS = /(?:^|\.)(?:example(?:\.(?:com|net|org))?|test|invalid|localhost)$/i

/** Whose domains say nothing of who has an address there. */
const PROVIDERS: ReadonlySet<string> = new Set([
  ...[
    'gmail.com',
    'googlemail.com',
    'outlook.com',
    'hotmail.com',
    'live.com',
    'msn.com',
    'yahoo.com',
    'icloud.com',
  ],
  ...[
    'me.com',
    'aol.com',
    'proton.me',
    'protonmail.com',
    'gmx.de',
    'gmx.net',
    'web.de',
    'mail.ru',
    'qq.com',
    '163.com',
  ],
  ...[
    'zoho.com',
    'zohomail.com',
    'zoho.eu',
    'zoho.in',
    'zohocorp.com',
    'example.com',
    'example.net',
    'example.org',
  ],
])

/** The e-mail addresses within a text, in small letters. */
export function emailsIn(text: string): readonly string[] {
  return text.includes('@') ? (text.match(EMAIL) ?? []).map((email) => email.toLowerCase()) : []
}

/** The text with each e-mail address in it replaced. */
export function withEmails(text: string, replace: (email: string) => string): string {
  return text.includes('@') ? text.replace(EMAIL, (email) => replace(email.toLowerCase())) : text
}

/** Whether an address is one of those that are set apart for examples. */
export function isExample(email: string): boolean {
  return NOBODYS.test(email.slice(email.lastIndexOf('@') + 1))
}

/** The domain of an e-mail address or a website, where it says whose it is. */
export function ownDomain(address: string): string | undefined {
  const host = address.slice(address.lastIndexOf('@') + 1).replace(/^\w+:\/\//, '')
  const domain = /^[\p{L}\p{N}.-]+/u
    .exec(host)?.[0]
    ?.toLowerCase()
    .replace(/^www\./, '')
  return domain?.includes('.') && !PROVIDERS.has(domain) ? domain : undefined
}
