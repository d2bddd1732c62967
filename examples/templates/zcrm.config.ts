import { type Config, defineConfig } from 'zcrm'

// More than the SDK: a page of documentation and a table of form fields for each module, made by templates of one's own.
// In this folder: npx zcrm generate --offline
const config: Config = defineConfig({
  snapshot: '../../zcrm.snapshot.json',
  out: 'generated',
  templates: 'templates',
  outputs: [
    { template: 'dictionary.hbs', path: 'docs/{module}.md', per: 'module' },
    { template: 'form.hbs', path: 'forms/{module}.form.ts', per: 'module' },
    { template: 'contents.hbs', path: 'docs/README.md', per: 'organisation' },
    { template: 'labels.hbs', path: 'labels/{module}.{picklist}.json', per: 'picklist' },
  ],
  hooks: {
    // The first line stays: it tells generated files from those that people write.
    beforeFile: ({ path, content }) =>
      path.endsWith('.ts') ? content.replace('\n', '\n// biome-ignore-all lint: generated\n') : content,
    done: ({ created, updated, removed }) =>
      console.error(`${created.length} new, ${updated.length} changed, ${removed.length} gone`),
  },
})
export default config
