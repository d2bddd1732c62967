import { join } from 'node:path'
import type { EditedApp } from './keystroke.ts'
import type { Module } from './schema.ts'

/** The places that are typed at, the same for ours and the peers. */
export const sites = { create: 'create({ … })', fields: "fields: ['…']", record: 'record.…' } as const

/** What an app imports of a generated module. */
export interface ImportedModule {
  readonly folder: string
  readonly path: string
  readonly class: string
  readonly record: string
  readonly module: Module
}

/** An app that imports one generated module, and what is typed into it. */
export function ourApp(imported: ImportedModule, file = 'app.ts'): EditedApp {
  const { folder, path, class: door, record, module } = imported
  const mandatory = module.fields.filter((field) => field.access === 'mandatory' && field.kind !== 'lookup')
  const given = mandatory
    .map((field) => `${field.name}: ${field.kind === 'number' ? '1' : "'Doe'"}, `)
    .join('')
  const words = typedWords(module)
  return {
    file: join(folder, file),
    head: `import { ${door}, type ${record} } from '${path}'\ndeclare const door: ${door}\ndeclare const row: ${record}`,
    typings: [
      { site: sites.create, line: `export const created = door.create({ ${given}‸ })`, words },
      { site: sites.fields, line: `export const got = door.get('1', { fields: ['id', '‸'] })`, words },
      { site: sites.record, line: 'row.‸', words },
    ],
  }
}

/** The same app over the tables of kysely-codegen. */
export function kyselyApp(folder: string, module: Module): EditedApp {
  const words = typedWords(module)
  return {
    file: join(folder, 'app-kysely.ts'),
    head: [
      "import type { Kysely, Selectable } from 'kysely'",
      "import type { DB } from './kysely.js'",
      'declare const db: Kysely<DB>',
      `declare const row: Selectable<DB['${module.name}']>`,
    ].join('\n'),
    typings: [
      {
        site: sites.create,
        line: `export const created = db.insertInto('${module.name}').values({ ‸ })`,
        words,
      },
      {
        site: sites.fields,
        line: `export const got = db.selectFrom('${module.name}').select(['id', '‸'])`,
        words,
      },
      { site: sites.record, line: 'row.‸', words },
    ],
  }
}

/** The same app over the schemas of openapi-typescript, which have no projections. */
export function openapiApp(folder: string, module: Module): EditedApp {
  const words = typedWords(module)
  return {
    file: join(folder, 'app-openapi.ts'),
    head: [
      "import type { components } from './openapi.js'",
      `type Row = components['schemas']['${module.name}']`,
      'declare const row: Row',
    ].join('\n'),
    typings: [
      { site: sites.create, line: 'export const created: Row = { ‸ }', words },
      { site: sites.record, line: 'row.‸', words },
    ],
  }
}

/** The names of four fields that can be set, from the beginning, the middle and the end of the module. */
function typedWords(module: Module): readonly string[] {
  const optional = module.fields.filter((field) => field.access === 'optional' && !field.name.endsWith('__s'))
  return [10, 35, 60, 85].map((place) => optional[Math.floor((optional.length * place) / 100)]?.name ?? '')
}
