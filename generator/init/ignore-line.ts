/** What must not be committed: tokens and the resource cache. */
export const IGNORED = '.zcrm/'

/** Lines that ignore the folder already. */
const SAME = /^\/?\.zcrm\/?(\*\*?)?$/

/** The text of a .gitignore that ignores the folder of tokens; the same text where it does already. */
export function addIgnored(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trim())
  if (lines.some((line) => SAME.test(line))) return text
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const before = text === '' || text.endsWith('\n') ? text : `${text}${end}`
  return `${before}${IGNORED}${end}`
}
