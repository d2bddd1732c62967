/** The text of a package.json as it is published: without what only the repository has. */
export function publishedManifest(text) {
  const { scripts, imports = {}, devDependencies, workspaces, overrides, ...manifest } = JSON.parse(text)
  // What #templates names is bundled.
  const { '#templates': templates, ...published } = imports
  if (Object.keys(published).length > 0) manifest.imports = published
  return `${JSON.stringify(withoutSources(manifest), null, 2)}\n`
}

/** A value without the condition that points to TypeScript. */
function withoutSources(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value).filter(([key]) => key !== '@zcrm/source')
  return Object.fromEntries(entries.map(([key, one]) => [key, withoutSources(one)]))
}
