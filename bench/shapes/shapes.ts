import type { Field, Module } from '../lib/schema.ts'
import { differs, having, members, plainType, type Shape, targetOf, valueType } from './shape.ts'

const explicit: Shape = {
  id: 'explicit',
  title: 'three explicit interfaces',
  helpers: ['Open', 'RecordId', 'Ref', 'RefInput'],
  types(module, docs) {
    const { name } = module
    const settable = [...having(module, 'mandatory'), ...having(module, 'optional')]
    return [
      declare(`export interface ${name}Record extends RecordId`, members(module.fields, docs, readType)),
      declare(
        `export interface ${name}Create`,
        members(having(module, 'mandatory'), docs, writeType) +
          members(having(module, 'optional'), docs, writeType, '?'),
      ),
      declare(`export interface ${name}Update`, members(settable, docs, writeType, '?')),
    ].join('')
  },
}

const triples = (named: boolean): Shape => ({
  id: named ? 'triples-named' : 'triples',
  title: `one map of triples, mapped types${named ? ', named by extends' : ''}`,
  helpers: [
    'RecordId',
    'Ref',
    'System',
    'Mandatory',
    'Optional',
    'Lookup',
    'Pick1',
    'Pick2',
    'ReadOf',
    'CreateOf',
    'UpdateOf',
  ],
  types(module, docs) {
    const { name } = module
    const map = declare(`export interface ${name}Fields`, members(module.fields, docs, columnType))
    return (
      map +
      derived(name, named, [
        `ReadOf<${name}Fields> & RecordId`,
        `CreateOf<${name}Fields>`,
        `UpdateOf<${name}Fields>`,
      ])
    )
  },
})

const keys = (named: boolean): Shape => ({
  id: named ? 'keys-named' : 'keys',
  title: `read interface, key unions, mapped types${named ? ', named by extends' : ''}`,
  helpers: ['OpenPicklist', 'RecordId', 'Ref', 'CreateFrom', 'UpdateFrom'],
  types(module, docs) {
    const { name } = module
    const union = (access: Field['access']): string =>
      having(module, access)
        .map((field) => `'${field.name}'`)
        .join(' | ')
    const read = declare(
      `export interface ${name}Record extends RecordId`,
      members(module.fields, docs, branded),
    )
    return (
      read +
      `type ${name}System = 'id' | ${union('system')}\ntype ${name}Mandatory = ${union('mandatory')}\n` +
      derived(name, named, [
        undefined,
        `CreateFrom<${name}Record, ${name}System, ${name}Mandatory>`,
        `UpdateFrom<${name}Record, ${name}System>`,
      ])
    )
  },
})

const mode = (how: 'Of' | 'At'): Shape => ({
  id: how === 'Of' ? 'mode' : 'mode-indexed',
  title: `grouped interfaces with a mode${how === 'Of' ? '' : ' (indexed access)'}`,
  helpers: modeHelpers(how),
  types(module, docs) {
    const { name } = module
    return [
      groups(module, docs, 'system', 'mandatory'),
      declare(
        `interface ${name}Optional<M extends Mode>`,
        members(having(module, 'optional'), docs, modeType(how)),
      ),
      record(name, `${name}Optional<'read'>`),
      create(name, `Partial<${name}Optional<'write'>>`),
      update(name, `Partial<${name}Optional<'write'>>`),
    ].join('')
  },
})

const writeFirstMode = (how: 'Of' | 'At'): Shape => ({
  id: how === 'Of' ? 'write-first-mode' : 'write-first-mode-indexed',
  title: `grouped, optional as written, with a mode${how === 'Of' ? '' : ' (indexed access)'}`,
  helpers: modeHelpers(how),
  types(module, docs) {
    const { name } = module
    return [
      groups(module, docs, 'system', 'mandatory'),
      declare(
        `interface ${name}Optional<M extends Mode>`,
        members(having(module, 'optional'), docs, modeType(how), '?'),
      ),
      record(name, `Required<${name}Optional<'read'>>`),
      create(name, `${name}Optional<'write'>`),
      update(name, `${name}Optional<'write'>`),
    ].join('')
  },
})

const twins: Shape = {
  id: 'twins',
  title: 'grouped, no mode: twins for what differs',
  helpers: ['Open', 'RecordId', 'Ref', 'RefInput'],
  types(module, docs) {
    const { name } = module
    const [same, different] = split(module)
    return [
      groups(module, docs, 'system', 'mandatory'),
      declare(`interface ${name}Plain`, members(same, docs, writeType)),
      declare(`interface ${name}Read`, members(different, docs, readType)),
      declare(`interface ${name}Write`, members(different, docs, writeType)),
      record(name, `${name}Plain, ${name}Read`),
      create(name, `Partial<${name}Plain>, Partial<${name}Write>`),
      update(name, `Partial<${name}Plain>, Partial<${name}Write>`),
    ].join('')
  },
}

const writeFirst: Shape = {
  id: 'write-first',
  title: 'grouped, optional as written, twins for what differs',
  helpers: ['Open', 'RecordId', 'Ref', 'RefInput'],
  types(module, docs) {
    const { name } = module
    const [same, different] = split(module)
    return [
      groups(module, docs, 'system', 'mandatory'),
      declare(`interface ${name}Optional`, members(same, docs, writeType, '?')),
      declare(`interface ${name}Read`, members(different, docs, readType)),
      declare(`interface ${name}Write`, members(different, docs, writeType, '?')),
      record(name, `Required<${name}Optional>, ${name}Read`),
      create(name, `${name}Optional, ${name}Write`),
      update(name, `${name}Optional, ${name}Write`),
    ].join('')
  },
}

/** The shapes that are compared. */
export const shapes: readonly Shape[] = [
  explicit,
  triples(false),
  triples(true),
  keys(false),
  keys(true),
  mode('Of'),
  mode('At'),
  twins,
  writeFirst,
  writeFirstMode('Of'),
  writeFirstMode('At'),
]

function declare(head: string, body: string): string {
  return `${head} {\n${body}}\n`
}

function groups(module: Module, docs: boolean, ...accesses: readonly ('system' | 'mandatory')[]): string {
  return accesses
    .map((access) =>
      declare(
        `interface ${module.name}${access === 'system' ? 'System' : 'Mandatory'}`,
        members(having(module, access), docs, readType),
      ),
    )
    .join('')
}

function record(name: string, rest: string): string {
  return `export interface ${name}Record extends RecordId, ${name}System, ${name}Mandatory, ${rest} {}\n`
}

function create(name: string, rest: string): string {
  return `export interface ${name}Create extends ${name}Mandatory, ${rest} {}\n`
}

function update(name: string, rest: string): string {
  return `export interface ${name}Update extends Partial<${name}Mandatory>, ${rest} {}\n`
}

function derived(name: string, named: boolean, types: readonly (string | undefined)[]): string {
  return ['Record', 'Create', 'Update']
    .map((suffix, index) => {
      const type = types[index]
      if (type === undefined) return ''
      return named
        ? `export interface ${name}${suffix} extends ${type.replace(' & ', ', ')} {}\n`
        : `export type ${name}${suffix} = ${type}\n`
    })
    .join('')
}

function split(module: Module): readonly [same: readonly Field[], different: readonly Field[]] {
  const fields = having(module, 'optional')
  return [fields.filter((field) => !differs(field)), fields.filter(differs)]
}

function nullable(field: Field, type: string): string {
  return field.access === 'optional' ? `${type} | null` : type
}

function readType(field: Field): string {
  if (field.kind === 'picklist') return nullable(field, `Open<${valueType(field)}>`)
  if (field.kind === 'multipicklist') return nullable(field, `Open<${valueType(field)}>[]`)
  return nullable(field, differs(field) ? `Ref<${targetOf(field)}>` : plainType(field))
}

function writeType(field: Field): string {
  if (field.kind === 'picklist') return nullable(field, valueType(field))
  if (field.kind === 'multipicklist') return nullable(field, `readonly ${valueType(field)}[]`)
  return nullable(field, differs(field) ? `RefInput<${targetOf(field)}>` : plainType(field))
}

function branded(field: Field): string {
  return field.kind === 'picklist'
    ? nullable(field, `OpenPicklist<${valueType(field)}>`)
    : readType(field).replace('Open<', 'OpenPicklist<')
}

function modeHelpers(how: 'Of' | 'At'): readonly string[] {
  return [
    'Mode',
    'RecordId',
    'Ref',
    `Lookup${how === 'Of' ? 'To' : 'At'}`,
    `Picklist${how}`,
    `Picklists${how}`,
  ]
}

function modeType(how: 'Of' | 'At'): (field: Field) => string {
  return (field) => {
    if (field.kind === 'picklist') return nullable(field, `Picklist${how}<${valueType(field)}, M>`)
    if (field.kind === 'multipicklist') return nullable(field, `Picklists${how}<${valueType(field)}, M>`)
    if (!differs(field)) return nullable(field, plainType(field))
    return nullable(field, `Lookup${how === 'Of' ? 'To' : 'At'}<${targetOf(field)}, M>`)
  }
}

function columnType(field: Field): string {
  if (field.access === 'system') return `System<${readType(field)}>`
  if (field.kind === 'picklist') return `Pick1<${valueType(field)}>`
  if (field.kind === 'multipicklist') return `Pick2<${valueType(field)}>`
  if (differs(field)) return `Lookup<${targetOf(field)}>`
  return `${field.access === 'mandatory' ? 'Mandatory' : 'Optional'}<${plainType(field)}>`
}
