import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Config, type Generation, resolveConfig } from '../../generator/index.ts'
import { writeHostileOrg } from '../fixtures/orgs.ts'
import { emulator, envOf, runCli } from '../support/cli.ts'
import { project, VIEW } from '../support/customised.ts'
import { expectFailure, failureOf } from '../support/failure.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { typeCheck } from '../support/tsc.ts'

/** The example in a folder of its own, with the snapshot where its configuration says it is. */
async function example(): Promise<string> {
  const folder = await scratchFolder()
  const place = join(folder, 'examples/templates')
  await cp(join(root, 'examples/templates'), place, { recursive: true })
  for (const made of ['generated', '.zcrm']) await rm(join(place, made), { recursive: true, force: true })
  await cp(join(root, 'zcrm.snapshot.json'), join(folder, 'zcrm.snapshot.json'))
  return place
}

const contentOf = ({ plan }: Generation, path: string): string | undefined =>
  [...plan.create, ...plan.update, ...plan.unchanged].find((file) => file.path === path)?.content

describe('the example', () => {
  test('generates, compiles, is fresh, and follows its templates', async () => {
    const folder = await example()
    const first = await runCli(['generate', '--offline'], folder)
    expect(first).toMatchObject({ code: 0, stderr: expect.stringMatching(/^\d+ new, 0 changed, 0 gone\n$/) })
    const out = join(folder, 'generated')
    const made = await readdir(out)
    expect(made).toEqual(expect.arrayContaining(['docs', 'forms', 'labels', 'leads.ts', 'manifest.json']))
    expect(await typeCheck(out)).toBe('')
    const leads = await readFile(join(out, 'leads.ts'), 'utf8')
    expect(leads.split('\n')[1]).toBe('// biome-ignore-all lint: generated')
    expect(leads).toContain('export type LeadsField = Extract<keyof LeadsRecord, string>')
    const page = await readFile(join(out, 'docs/leads.md'), 'utf8')
    expect(page).toContain('| Last\\_Name | Last Name | text up to 80 | yes |  |\n')
    const labels = JSON.parse(await readFile(join(out, 'labels/leads.lead-source.json'), 'utf8')) as object
    expect(labels).toMatchObject({ class: 'LeadSource' })
    await rm(join(out, 'tsconfig.json'))

    expect(await runCli(['check'], folder)).toMatchObject({ code: 0, stderr: '' })
    await writeFile(join(folder, 'templates/contents.hbs'), `${VIEW}# Other\n`)
    const stale = await runCli(['check'], folder)
    expect(stale).toMatchObject({ code: 1, stderr: '' })
    expect(stale.stdout).toContain('docs/README.md would be updated')
    // A hook with effects is none of check's business, nor of a dry run's.
    const dry = await runCli(['generate', '--offline', '--dry-run'], folder)
    expect(dry).toMatchObject({ code: 0, stderr: '' })
  })

  test('a mistake in a template is two lines and exit 2', async () => {
    const folder = await example()
    await writeFile(join(folder, 'templates/partials/kind.hbs'), `${VIEW}{{markdown\n  dataTyp}}\n`)
    const result = await runCli(['generate', '--offline'], folder)
    expectFailure(
      result,
      2,
      /templates\/partials\/kind\.hbs:2: for the module \w+: .*dataTyp|kind\.hbs:2: for the module/,
      /templates\.md/,
    )
    expect(await readdir(folder)).not.toContain('generated')
  })
})

test('the templates of docs/templates.md print', async () => {
  const docs = await readFile(join(root, 'docs/templates.md'), 'utf8')
  const [partial = '', line = '', page = '', ...more] = [...docs.matchAll(/^```hbs\n(.*?)^```$/gms)].map(
    ([, text = '']) => text.replace(VIEW, ''),
  )
  expect([line, more]).toEqual(['', []])
  const { plan } = await project({ 'partials/record.hbs': partial, 'page.hbs': page })
  const generation = await plan({ outputs: [{ template: 'page.hbs', path: '{module}.md', per: 'module' }] })
  expect(contentOf(generation, 'leads.ts')).toContain('export type LeadsField =')
  expect(contentOf(generation, 'leads.md')).toContain('\n- Converted Account leads to Accounts\n')
})

describe('a template of theirs', () => {
  test('without a change gives what ours gives', async () => {
    const own = await project()
    const want = await own.plan()
    const names = ['module', 'picklists', 'index', 'partials/record', 'partials/class', 'partials/picklist']
    const texts = await Promise.all(
      names.map(
        async (name) => [`${name}.hbs`, await readFile(join(root, `templates/${name}.hbs`), 'utf8')] as const,
      ),
    )
    const copied = await project(
      Object.fromEntries(texts.map(([name, text]) => [name, text.replace(VIEW, '')])),
    )
    const got = await copied.plan()
    const contents = ({ plan }: Generation) =>
      plan.create.filter(({ path }) => path !== 'manifest.json').map(({ path, content }) => [path, content])
    expect(contents(got)).toEqual(contents(want))
    expect(got.inputsHash).not.toBe(want.inputsHash)
  })

  test('replaces one partial, of a kind that ours include, and leaves the rest', async () => {
    const { plan } = await project({ 'partials/dependency.hbs': '// none\n{{> zcrm/dependency}}\n' })
    const generation = await plan()
    expect(contentOf(generation, 'rentals.picklists.ts')).toContain('// none\n/**')
    expect(contentOf(generation, 'leads.ts')).toBe(await readFile(join(root, 'generated/leads.ts'), 'utf8'))
  })

  test('includes partials of its own, with what they are given', async () => {
    const { plan } = await project({
      'index.hbs': '{{code banner}}\n{{#each modules}}{{> one this end="x"}}{{/each}}\nexport {}\n',
      'partials/one.hbs': '{{comment className}} {{comment end}}\n',
    })
    expect(contentOf(await plan(), 'index.ts')).toContain('// Leads // x\n')
  })

  test.each<[string, Record<string, string>, RegExp, RegExp]>([
    [
      'prints without escaping',
      { 'module.hbs': 'a\n{{label}}' },
      /module\.hbs:3: \{\{label\}\} prints/,
      /literal/,
    ],
    [
      'prints without escaping in a partial',
      { 'partials/class.hbs': '{{#if label}}\n{{{label}}}{{/if}}' },
      /partials\/class\.hbs:3: .*prints without/,
      /helpers/,
    ],
    [
      'is called nearly as ours',
      { 'modul.hbs': 'x' },
      /modul\.hbs is used by nothing/,
      /Did you mean module\.hbs\?/,
    ],
    [
      'is a partial called nearly as ours',
      { 'partials/recrod.hbs': 'x' },
      /partials\/recrod\.hbs is used by nothing: no template includes it/,
      /Did you mean partials\/record\.hbs\?/,
    ],
    ['is called as no other', { 'xxxxxxxxxx.hbs': 'x' }, /xxxxxxxxxx\.hbs is used by nothing/, /outputs/],
    ['has another ending', { 'module.handlebars': 'x' }, /module\.handlebars is no template/, /\.hbs/],
    ['takes the name of an original', { 'partials/zcrm/class.hbs': 'x' }, /kept for/, /Move it/],
    [
      'includes what is not there',
      { 'module.hbs': '{{> clas}}' },
      /module\.hbs:2: there is no partial clas/,
      /Did you mean class\?/,
    ],
    [
      'does not end',
      { 'module.hbs': '{{#if label}}' },
      /module\.hbs:2 is not a template: \{\{#if label\}\} is not closed/,
      /Correct/,
    ],
    [
      'has no first line of ours',
      { 'module.hbs': 'export {}\n' },
      /does not begin with the line/,
      /code banner/,
    ],
    [
      'names what is not there',
      { 'module.hbs': '\n{{literal labl}}' },
      /module\.hbs:3: for the module Accounts: .*not there/,
      /templates\.md/,
    ],
    [
      'loops over what is not there',
      { 'module.hbs': '{{#each feilds}}{{/each}}' },
      /module\.hbs:2: for the module Accounts: \{\{#each …\}\}/,
      /./,
    ],
    [
      'asks for what is not there',
      { 'module.hbs': '{{#if feilds}}{{/if}}' },
      /module\.hbs:2: for the module Accounts/,
      /./,
    ],
    [
      'prints a text as code',
      { 'module.hbs': '{{code label}}' },
      /module\.hbs:2: for the module Accounts: .*literal/,
      /./,
    ],
    [
      'prints a list as a literal',
      { 'module.hbs': '{{literal fields}}' },
      /module\.hbs:2: for the module Accounts: .* is given a list/,
      /./,
    ],
    [
      'prints a text as a name',
      { 'picklists.hbs': '\n\n{{#if module}}{{name listed.doc}}{{/if}}' },
      /picklists\.hbs:4: for the picklists of the module Accounts: not an identifier/,
      /./,
    ],
    [
      'reaches for a prototype',
      { 'module.hbs': '{{literal constructor.name}}' },
      /for the module Accounts/,
      /./,
    ],
    [
      'includes itself',
      { 'index.hbs': '{{> loop}}', 'partials/loop.hbs': '{{> loop}}' },
      /partials\/loop\.hbs: for the index: it includes itself without an end/,
      /./,
    ],
  ])('that %s is refused', async (_, templates, what, hint) => {
    const { plan } = await project(templates)
    const failure = await failureOf(() => plan())
    expect(failure.message).toMatch(what)
    expect(failure.hint).toMatch(hint)
    expect(failure.message).not.toContain('\n')
  })

  test('written for no view, or another one, is refused', async () => {
    const { plan, folder } = await project()
    await writeFile(join(folder, 'templates/index.hbs'), 'export {}\n')
    expect((await failureOf(() => plan())).message).toMatch(/index\.hbs:1: .*does not say/)
    await writeFile(join(folder, 'templates/index.hbs'), '{{!-- zcrm view 2 --}}\n')
    expect((await failureOf(() => plan())).hint).toBe('Update zcrm.')
  })

  test('may have notes and leftovers of editors beside it, and no folder that leads into itself', async () => {
    const { plan, folder } = await project({
      'README.md': '',
      '.module.hbs.swp': '',
      'module.hbs~': '',
      '#index.hbs#': '',
    })
    await plan({ modules: ['Leads'] })
    await symlink('.', join(folder, 'templates/partials'))
    expect((await failureOf(() => plan())).message).toMatch(/cannot be read: ELOOP/)
  })

  test('in no folder is refused', async () => {
    const { plan } = await project()
    expect((await failureOf(() => plan({ templates: 'nowhere' }))).message).toMatch(/nowhere is no folder/)
  })

  test('with the line ends of Windows gives the same', async () => {
    const { plan, folder } = await project({ 'index.hbs': '{{code banner}}\nexport {}\n' })
    const before = await plan()
    await writeFile(
      join(folder, 'templates/index.hbs'),
      `\ufeff${VIEW}{{code banner}}\nexport {}\n`.replaceAll('\n', '\r\n'),
    )
    expect((await plan()).inputsHash).toBe(before.inputsHash)
    expect(contentOf(await plan(), 'index.ts')).toBe(contentOf(before, 'index.ts'))
  })
})

test('nothing of a hostile organisation gets past the templates of users', async () => {
  const own = await project({
    'index.hbs': '{{code banner}}\n{{#each modules}}{{comment className}}\n{{/each}}export {}\n',
    'partials/record.hbs':
      '{{> zcrm/record}}\n{{#each fields}}{{doc label}}\n{{comment tooltip}}\n{{/each}}export const labels{{name className}}: readonly string[] = [{{#each fields}}{{literal label}}, {{json tooltip}}, {{#if picklist}}{{#each picklist.options}}{{literal value}}, {{json label}},{{/each}}{{/if}}{{/each}}]\n',
    'page.hbs':
      '# {{markdown label}}\n\n{{#each fields}}\n- {{markdown label}} {{markdown tooltip}}\n{{/each}}',
    'page.html.hbs':
      '<p title="{{html label}}">{{#each fields}}<b>{{html label}}</b>{{html tooltip}}{{/each}}</p>',
    'all.json.hbs':
      '[{{#each modules}}{{#unless @first}},{{/unless}}{{json label}},{{json fields}}{{/each}}]',
    'all.yaml.hbs': '{{#each modules}}- {{json label}} {{comment label}}\n{{/each}}',
  })
  const org = join(own.folder, 'org')
  await mkdir(org)
  writeHostileOrg(org)
  expect(await runCli(['pull'], own.folder, envOf(await emulator({ org })))).toMatchObject({ code: 0 })
  const snapshot = await readFile(join(own.folder, 'zcrm.snapshot.json'), 'utf8')
  const { plan, schema } = await own.generate(
    {
      outputs: [
        { template: 'page.hbs', path: 'docs/{module}.md', per: 'module' },
        { template: 'page.html.hbs', path: 'html/{module}.html', per: 'module' },
        { template: 'all.json.hbs', path: 'all.json', per: 'organisation' },
        { template: 'all.yaml.hbs', path: 'all.yaml', per: 'organisation' },
      ],
    },
    snapshot,
  )
  expect(await typeCheck(own.out)).toBe('')
  const texts = JSON.parse(await readFile(join(own.out, 'all.json'), 'utf8')) as unknown[]
  expect(texts.length).toBe(schema.modules.length * 2)
  const yaml = (await readFile(join(own.out, 'all.yaml'), 'utf8')).trimEnd().split('\n')
  expect(yaml.length).toBe(schema.modules.length)
  for (const line of yaml) expect(line).toMatch(/^- "(?:[^"\\\n\p{Cc}]|\\.)*" # [^\n\p{Cc}\u2028\u2029]*$/u)
  for (const { path, content } of plan.create) {
    if (path.endsWith('.html'))
      expect(content.replace(/^<p title="[^"<>]*">|<\/?b>|<\/p>$/g, '')).not.toMatch(/[<>"'`\n\p{Cc}]/u)
    if (path.endsWith('.md')) {
      const lines = content.trimEnd().split('\n')
      for (const line of lines) expect(line).toMatch(/^(# .*|- .*|)$/)
      expect(content).not.toMatch(/[<>]|(?<!\\)[`*[\]|]|\p{Bidi_Control}/u)
    }
  }
})

describe('extra outputs', () => {
  const page: Config['outputs'] = [{ template: 'page.hbs', path: 'docs/{module}.md', per: 'module' }]
  const text = (name: string) => ({ [name]: '{{markdown label}}\n' })

  test('that are no longer made go, with their folders, and nothing else does', async () => {
    const own = await project(text('page.hbs'))
    await own.generate({ outputs: page })
    await writeFile(join(own.out, 'docs/mine.md'), 'mine')
    await writeFile(join(own.out, 'docs/leads.md'), 'changed by hand')
    await mkdir(join(own.out, 'docs/below'))
    const { plan } = await own.generate({ outputs: page, modules: ['Contacts'] })
    expect(plan.remove).toContain('docs/accounts.md')
    expect((await readdir(join(own.out, 'docs'))).sort()).toEqual([
      'below',
      'contacts.md',
      'leads.md',
      'mine.md',
    ])
    await rm(join(own.folder, 'templates/page.hbs'))
    await rm(join(own.out, 'docs'), { recursive: true })
    await mkdir(join(own.out, 'docs'))
    await writeFile(join(own.out, 'docs/contacts.md'), 'Contacts\n')
    await own.generate({ modules: ['Contacts'] })
    expect(await readdir(own.out)).not.toContain('docs')
  })

  test('are updated where they are what was made, with any line ends', async () => {
    const own = await project(text('page.hbs'))
    await own.generate({ outputs: page, modules: ['Leads'] })
    const path = join(own.out, 'docs/leads.md')
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll('\n', '\r\n'))
    await writeFile(join(own.folder, 'templates/page.hbs'), `${VIEW}New {{markdown label}}\n`)
    const { plan } = await own.generate({ outputs: page, modules: ['Leads'] })
    expect(plan.update.map((file) => file.path)).toContain('docs/leads.md')
    expect(await readFile(path, 'utf8')).toBe('New Leads\n')
  })

  test.each(['of somebody else', 'that somebody changed'])('do not write over a file %s', async (whose) => {
    const own = await project(text('page.hbs'))
    if (whose === 'that somebody changed') await own.generate({ outputs: page, modules: ['Leads'] })
    await mkdir(join(own.out, 'docs'), { recursive: true })
    await writeFile(join(own.out, 'docs/leads.md'), 'mine')
    const { message } = await failureOf(() => own.plan({ outputs: page, modules: ['Leads'] }))
    expect(message).toMatch(/docs\/leads\.md exists and was not generated by zcrm/)
  })

  test('do not leave the folder by a link', async () => {
    const own = await project(text('page.hbs'))
    await mkdir(join(own.folder, 'elsewhere'))
    await mkdir(own.out)
    await symlink(join(own.folder, 'elsewhere'), join(own.out, 'docs'))
    expect((await failureOf(() => own.plan({ outputs: page }))).message).toMatch(/docs is a link/)
  })

  test('are not removed through a link', async () => {
    const own = await project(text('page.hbs'))
    await own.generate({ outputs: page, modules: ['Leads'] })
    await cp(join(own.out, 'docs'), join(own.folder, 'elsewhere'), { recursive: true })
    await rm(join(own.out, 'docs'), { recursive: true })
    await symlink(join(own.folder, 'elsewhere'), join(own.out, 'docs'))
    await rm(join(own.folder, 'templates/page.hbs'))
    await own.generate({ modules: ['Leads'] })
    expect(await readdir(join(own.folder, 'elsewhere'))).toEqual(['leads.md'])
  })

  test('are given paths that lead to the SDK from where they are', async () => {
    const own = await project({
      'p.hbs': '{{code banner}}\nexport * from {{literal path}}\n',
      'm.hbs': '{{code banner}}\nexport * from {{literal modulePath}}\n',
    })
    const generation = await own.generate({
      modules: ['Leads'],
      outputs: [
        { template: 'p', path: 'a/b/{module}/{picklist}.ts', per: 'picklist' },
        {
          template: 'm.hbs',
          path: ({ module, className }) => `${module}-${className}.all.ts`,
          per: 'module',
        },
      ],
    })
    expect(contentOf(generation, 'a/b/leads/lead-source.ts')).toContain("'../../../leads.picklists.js'")
    expect(contentOf(generation, 'Leads-Leads.all.ts')).toContain("'./leads.js'")
    expect(await typeCheck(own.out)).toBe('')
  })

  test('have the types of fields, given ones and those of subforms, from where they are', async () => {
    const own = await project({ 'm.hbs': await readFile(join(root, 'templates/module.hbs'), 'utf8') })
    await writeFile(join(own.folder, 'notes.ts'), 'export interface Note { readonly html: string }\n')
    await mkdir(join(own.out, '.own'), { recursive: true })
    await writeFile(join(own.out, '.own/city.ts'), 'export type City = string\n')
    const generation = await own.generate({
      modules: ['Rentals', 'Rental_Extras'],
      fieldTypes: {
        'Rentals.Drop_Off': { type: 'Note', create: 'string', from: './notes.js' },
        'Rentals.Drop_Off_City': { type: 'City', from: './generated/.own/city.js' },
      },
      outputs: [
        { template: 'm', path: 'a/b/{module}.ts', per: 'module' },
        { template: 'm', path: '{module}.again.ts', per: 'module' },
      ],
    })
    const imports = (path: string) => {
      const found = (contentOf(generation, path) ?? '').matchAll(/import\('([^']*)'\)/g)
      return [...new Set([...found].map(([, from]) => from))].sort()
    }
    const atTop = [
      '../notes.js',
      './.own/city.js',
      './global-picklists.js',
      './rental-extras.js',
      './rentals.picklists.js',
    ]
    expect(imports('rentals.ts')).toEqual(atTop)
    expect(imports('rentals.again.ts')).toEqual(atTop)
    expect(imports('a/b/rentals.ts')).toEqual(atTop.map((from) => `../../${from.replace(/^\.\//, '')}`))
    expect(await typeCheck(own.out)).toBe('')
  })

  test.each<[string, Config, Record<string, string>, RegExp, RegExp]>([
    [
      'without a template',
      { outputs: page },
      {},
      /outputs\[0\] \(page\.hbs\) names page\.hbs, which is not/,
      /empty/,
    ],
    [
      'of a template of nearly that name',
      { outputs: page },
      text('pages.hbs'),
      /names page\.hbs/,
      /Did you mean pages\.hbs\?/,
    ],
    [
      'of one path',
      { outputs: [{ template: 'page.hbs', path: 'a.md', per: 'module' }] },
      text('page.hbs'),
      /"a\.md", which is in the way of "a\.md"/,
      /\{module\}/,
    ],
    [
      'of a path of ours',
      { outputs: [{ template: 'page.hbs', path: '{module}.TS', per: 'module' }] },
      text('page.hbs'),
      /"accounts\.TS", and what is made ends in/,
      /./,
    ],
    [
      'of an unknown name',
      { outputs: [{ template: 'page.hbs', path: '{file}.md', per: 'module' }] },
      text('page.hbs'),
      /has \{file\} in it/,
      /\{module\}/,
    ],
    [
      'of a function that fails',
      {
        outputs: [
          {
            template: 'page.hbs',
            path: () => {
              throw new Error('no')
            },
            per: 'module',
          },
        ],
      },
      text('page.hbs'),
      /failed for the module Accounts: no/,
      /function/,
    ],
    [
      'of a helper of another kind',
      { outputs: page },
      { 'page.hbs': '{{literal label}}' },
      /page\.hbs:2: there is no helper literal here$/,
      /: markdown\./,
    ],
    [
      'of a list where a text is printed',
      { outputs: page, modules: ['Leads'] },
      { 'page.hbs': '\n{{markdown fields}}' },
      /page\.hbs:3: for the module Leads: \{\{markdown …\}\} prints a text, and is given a list: go through it/,
      /templates\.md/,
    ],
    [
      'of an object where a text is printed',
      { outputs: page, modules: ['Leads'] },
      { 'page.hbs': '\n{{markdown (lookup fields 0)}}' },
      /page\.hbs:3: for the module Leads: \{\{markdown …\}\} prints a text, and is given an object: name one/,
      /templates\.md/,
    ],
    [
      'of JSON that is none',
      { outputs: [{ template: 'page.hbs', path: '{module}.json', per: 'module' }] },
      { 'page.hbs': '[{{json label}},]' },
      /accounts\.json is no JSON after outputs\[0\]/,
      /./,
    ],
    [
      'without the first line',
      { outputs: [{ template: 'page.hbs', path: '{module}.x.ts', per: 'module' }] },
      { 'page.hbs': 'export {}' },
      /accounts\.x\.ts does not begin/,
      /banner/,
    ],
  ])('%s are refused', async (_, config, templates, what, hint) => {
    const { plan } = await project(templates)
    const failure = await failureOf(() => plan(config))
    expect(failure.message).toMatch(what)
    expect(failure.hint).toMatch(hint)
  })

  test('may be for what an organisation does not have', async () => {
    const own = await project(text('page.hbs'))
    const outputs: Config['outputs'] = [{ template: 'page.hbs', path: '{picklist}.md', per: 'picklist' }]
    const { plan } = await own.plan({ outputs, modules: ['Leads'], fields: ['Leads.Last_Name'] })
    expect(plan.create.map(({ path }) => path)).toEqual([
      'leads.ts',
      'leads.picklists.ts',
      'index.ts',
      'manifest.json',
    ])
  })

  test('without a folder of templates are refused', async () => {
    const folder = await scratchFolder()
    await cp(join(root, 'zcrm.snapshot.json'), join(folder, 'zcrm.snapshot.json'))
    await writeFile(join(folder, 'zcrm.config.json'), JSON.stringify({ outputs: page }))
    expectFailure(
      await runCli(['generate', '--offline'], folder),
      2,
      /no folder of templates/,
      /Add templates/,
    )
  })
})

describe('hooks', () => {
  const modules = ['Leads']

  test('change what is written, and are told of it', async () => {
    const own = await project()
    const told: string[] = []
    const config: Config = {
      modules,
      hooks: {
        beforeFile: async ({ path, content, module }) =>
          path === 'leads.ts' ? `${content}// ${module}\r\n` : undefined,
        afterFile: ({ path, change, location }) =>
          told.push(`${change} ${path} ${location === join(own.out, path)}`),
        done: ({ created, updated, removed, unchanged }) =>
          told.push(`${created.length} ${updated.length} ${removed.length} ${unchanged.length}`),
      },
    }
    await own.generate(config)
    expect(await readFile(join(own.out, 'leads.ts'), 'utf8')).toMatch(/\n\/\/ Leads\n$/)
    expect(told).toEqual(
      [
        'created leads.ts true',
        'created leads.picklists.ts true',
        'created global-picklists.ts true',
        'created index.ts true',
        '4 0 0 0',
      ].filter((line) => told.includes(line)),
    )
    expect(told.at(-1)).toMatch(/^\d 0 0 0$/)
    const before = told.length
    expect((await own.generate(config)).plan.unchanged.map(({ path }) => path)).toContain('leads.ts')
    expect(told.length).toBe(before)
  })

  test.each<[string, NonNullable<Config['hooks']>, RegExp]>([
    [
      'throws',
      {
        beforeFile: ({ path }) => {
          if (path === 'index.ts') throw new Error('why\nnot')
        },
      },
      /^the hook beforeFile failed for index\.ts: why$/,
    ],
    [
      'rejects',
      { beforeFile: () => Promise.reject(new Error('later')) },
      /^the hook beforeFile failed for leads\.ts: later$/,
    ],
    ['throws no error', { done: () => Promise.reject('a text') }, /^the hook done failed: a text$/],
    [
      'returns something else',
      { beforeFile: (() => 5) as never },
      /^the hook beforeFile gave 5 for leads\.ts$/,
    ],
    [
      'takes the first line away',
      { beforeFile: ({ content }) => `/* mine */\n${content}` },
      /^leads\.ts does not begin .* after the hook beforeFile$/,
    ],
    [
      'fails afterwards',
      {
        afterFile: ({ path }) => {
          throw new Error(path)
        },
      },
      /^the hook afterFile failed for leads\.ts: leads\.ts$/,
    ],
    [
      'changes a file afterwards',
      { afterFile: ({ location }) => writeFile(location, '') },
      /^the hook afterFile changed leads\.ts after it was written/,
    ],
    [
      'changes files at the end',
      { done: ({ out }) => rm(join(out, 'index.ts')) },
      /^the hook done changed index\.ts/,
    ],
  ])('that %s is named', async (_, hooks, what) => {
    const own = await project()
    expect((await failureOf(() => own.generate({ modules, hooks }))).message).toMatch(what)
  })

  test('are an input: that one is there changes the hash, its text, which differs between machines, does not', async () => {
    const own = await project()
    const configs: readonly Config[] = [{}, { hooks: { done: () => 'a' } }, { hooks: { done: () => 'b' } }]
    const hashes = []
    for (const config of configs) hashes.push((await own.plan({ modules, ...config })).inputsHash)
    expect(hashes[1]).not.toBe(hashes[0])
    expect(hashes[2]).toBe(hashes[1])
  })

  test.each<[unknown, RegExp, RegExp]>([
    [
      { hooks: { beforeFiel: 1 } },
      /^hooks in .*zcrm\.config\.json has an option that does not exist: beforeFiel$/,
      /beforeFile/,
    ],
    [{ hooks: { done: 'prettier --write' } }, /hooks\.done in .* is "prettier --write"/, /function/],
    [{ hooks: [] }, /hooks in .* is \[\]/, /object of/],
    [{ outputs: {} }, /outputs in .* is \{\}/, /list/],
    [
      { outputs: [{ template: 'a.hbs', path: 'a', per: 'field' }] },
      /outputs\[0\]\.per in .* is "field"/,
      /"module"/,
    ],
    [{ outputs: [{ template: 'a.hbs', per: 'module' }] }, /outputs\[0\]\.path in .* is missing/, /path/],
    [
      { outputs: [{ templat: 'a.hbs' }] },
      /^outputs\[0\] in .* has an option that does not exist: templat$/,
      /Did you mean template\?/,
    ],
  ])('and outputs that are none are refused: %j', async (content, what, hint) => {
    const file = { path: join(root, 'zcrm.config.json'), content }
    const failure = await failureOf(() => resolveConfig({ flags: {}, env: {}, file, cwd: root }))
    expect(failure.message).toMatch(what)
    expect(failure.hint).toMatch(hint)
  })
})
