/** A member of a type of views: its name, its type, and what its TSDoc says. */
interface Member {
  readonly name: string
  readonly type: string
  readonly doc: string
}

/** A type of views, as its source says it. */
interface ViewType {
  readonly name: string
  readonly base: string | undefined
  readonly doc: string
  readonly members: readonly Member[]
}

/** The types in the source of views. */
function viewTypes(source: string): readonly ViewType[] {
  const types = source.matchAll(
    /\/\*\* ([^\n]*) \*\/\nexport interface (\w+)(?: extends (\w+))? \{\n(.*?)^\}/gms,
  )
  return [...types].map(([, doc = '', name = '', base, body = '']) => ({
    name,
    base,
    doc: text(doc),
    members: membersOf(name, body),
  }))
}

function membersOf(type: string, body: string): readonly Member[] {
  const members = [...body.matchAll(/ {2}\/\*\* (.*?) \*\/\n {2}readonly (\w+): (.*)$/gm)]
  const declared = body.match(/^ {2}readonly /gm) ?? []
  if (declared.length !== members.length) throw new Error(`a member of ${type} has no TSDoc`)
  return members.map(([, doc = '', name = '', type = '']) => ({ name, type, doc }))
}

function text(doc: string): string {
  return doc.replace(/\{@link (\w+)\}/g, '$1')
}

/** The reference of views in Markdown, made of their source. */
export function viewReference(source: string): string {
  const types = viewTypes(source)
  if (types.length !== (source.match(/^export interface /gm) ?? []).length)
    throw new Error('a view has no TSDoc')
  const names = new Set(types.map(({ name }) => name))
  return types.map((type) => section(type, names)).join('\n')
}

function section({ name, base, doc, members }: ViewType, names: ReadonlySet<string>): string {
  const more = base === undefined ? '' : ` All of [${base}](#${base.toLowerCase()}), and:`
  const rows = members.map(
    (member) => `| \`${member.name}\` | ${typeText(member.type, names)} | ${member.doc} |`,
  )
  return `### ${name}\n\n${doc}${more}\n\n| member | type | |\n|---|---|---|\n${rows.join('\n')}\n`
}

function typeText(type: string, names: ReadonlySet<string>): string {
  const plain = type.replaceAll('readonly ', '').replaceAll('|', '\\|')
  const view = [...names].find((name) => new RegExp(`\\b${name}\\b`).test(plain))
  return view === undefined ? `\`${plain}\`` : `[\`${plain}\`](#${view.toLowerCase()})`
}
