import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DiffOptions } from '../../../generator/drift/change.ts'
import { RULES } from '../../../generator/drift/rules/rules.ts'
import {
  type Metadata,
  type ModuleMetadata,
  moduleHash,
  sortMetadata,
} from '../../../runtime/metadata/index.ts'
import { anyMetadata, anyText } from '../metadata.ts'
import { diff } from './organisations.ts'

const anyOptions: fc.Arbitrary<Partial<DiffOptions>> = fc.record({
  matchBy: fc.constantFrom('id', 'name'),
  wireValue: fc.constantFrom('display', 'actual'),
  openPicklists: fc.constantFrom('never', 'read', 'always'),
  required: fc.constantFrom('system', 'layout'),
})

/** Any organisation in which everything has an id of its own, as those of Zoho have. */
const withIds = (metadata: Metadata): Metadata => {
  let last = 0
  const own = <T extends object>(item: T): T & { readonly id: string } => ({ ...item, id: `id${++last}` })
  return {
    ...metadata,
    globalPicklists: metadata.globalPicklists.map((picklist) => ({
      ...own(picklist),
      options: picklist.options.map(own),
    })),
    modules: metadata.modules.map((module) => ({
      ...own(module),
      fields: module.fields.map((field) => ({ ...own(field), options: field.options.map(own) })),
      layouts: module.layouts.map(own),
      relatedLists: module.relatedLists.map(own),
      customViews: module.customViews.map(own),
    })),
  }
}

const anyOrganisation = anyMetadata.map(withIds)

describe('of any organisation', () => {
  test('nothing has changed from itself', () => {
    fc.assert(
      fc.property(anyMetadata, anyOptions, (metadata, options) => {
        expect(diff(metadata, structuredClone(metadata), options)).toEqual([])
      }),
    )
  })

  test('the order of the answers decides nothing', () => {
    const shuffled = <T>(items: readonly T[]): readonly T[] => [...items].reverse()
    const reversed = (metadata: Metadata): Metadata => ({
      ...metadata,
      globalPicklists: shuffled(
        metadata.globalPicklists.map((one) => ({ ...one, options: shuffled(one.options) })),
      ),
      modules: shuffled(
        metadata.modules.map((module) => ({
          ...module,
          fields: shuffled(module.fields.map((field) => ({ ...field, options: shuffled(field.options) }))),
          layouts: shuffled(module.layouts),
          relatedLists: shuffled(module.relatedLists),
          customViews: shuffled(module.customViews),
        })),
      ),
    })
    fc.assert(
      fc.property(anyMetadata, anyMetadata, anyOptions, (before, after, options) => {
        expect(diff(before, reversed(before), options)).toEqual([])
        expect(diff(reversed(before), reversed(after), options)).toEqual(diff(before, after, options))
      }),
    )
  })

  test('every sentence is filled in', () => {
    const unnamed = (metadata: Metadata): Metadata => ({ ...metadata, profile: null })
    fc.assert(
      fc.property(anyMetadata, anyMetadata, anyOptions, (before, after, options) => {
        for (const { kind, what, why, read, write, grade } of diff(
          unnamed(before),
          unnamed(after),
          options,
        )) {
          expect(RULES).toHaveProperty([kind])
          expect([read, write]).toContain(grade)
          expect(what).not.toContain('undefined')
          expect(why).not.toContain('undefined')
          // Only names of classes are filled in here, and those have no spaces.
          if (kind.startsWith('module.')) expect(why).not.toMatch(/ {2}/)
        }
      }),
    )
  })

  test('where the hash of a module stays, nothing of it is breaking', () => {
    const blank = { notSeen: [], profile: null, globalPicklists: [] }
    fc.assert(
      fc.property(anyOrganisation, anyText, fc.nat(), anyOptions, (before, text, number, options) => {
        // Of what generated code does not cover, everything is changed.
        const modules = before.modules.map(
          (module): ModuleMetadata => ({
            ...module,
            label: text,
            customViews: [],
            fields: module.fields.map((field) => ({
              ...field,
              label: text,
              tooltip: text,
              length: number,
              unique: !field.unique,
            })),
          }),
        )
        expect(modules.map(moduleHash)).toEqual(before.modules.map(moduleHash))
        const changes = diff({ ...blank, modules: before.modules }, { ...blank, modules }, options)
        expect(changes.filter(({ grade }) => grade === 'breaking')).toEqual([])
      }),
    )
  })

  test('where the hash of a module changes, something of it is told', () => {
    fc.assert(
      fc.property(anyOrganisation, anyOrganisation, anyOptions, (one, other, options) => {
        const [before] = one.modules
        const [after] = other.modules
        fc.pre(before !== undefined && after !== undefined && moduleHash(before) !== moduleHash(after))
        const blank = { notSeen: [], profile: null, globalPicklists: [] }
        const changes = diff(
          { ...blank, modules: [before] },
          { ...blank, modules: [{ ...after, apiName: before.apiName }] },
          options,
        )
        expect(changes).not.toEqual([])
      }),
    )
  })
})

/** Every member of metadata by its path, with another value in its place. */
function mutations(value: unknown, path: readonly string[] = []): readonly (readonly [string, unknown])[] {
  const put = (next: unknown): readonly [string, unknown] => [path.join('.'), next]
  if (typeof value === 'boolean') return [put(!value)]
  if (typeof value === 'number') return [put(value + 1)]
  if (typeof value === 'string') return [put(`${value}~`)]
  if (value === null) return []
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      mutations(item, [...path, String(index)]).map(
        ([where, next]) => [where, value.map((one: unknown, at) => (at === index ? next : one))] as const,
      ),
    )
  return Object.entries(value as object).flatMap(([name, item]) =>
    mutations(item, [...path, name]).map(
      ([where, next]) => [where, { ...(value as object), [name]: next }] as const,
    ),
  )
}

test('whatever single thing is changed is told', () => {
  fc.assert(
    fc.property(anyOrganisation, (metadata) => {
      const before: Metadata = { ...metadata, notSeen: [] }
      for (const [path, after] of mutations(before)) {
        if (JSON.stringify(sortMetadata(after as Metadata)) === JSON.stringify(sortMetadata(before))) continue
        expect(diff(before, after as Metadata), path).not.toEqual([])
      }
    }),
    { numRuns: 5 },
  )
})

test('where everything is renamed, only renames are told', () => {
  const renamed = (text: string | null): string | null => (text === null ? null : `${text}_new`)
  const rename = <T extends object>(item: T, ...names: readonly (keyof T)[]): T => ({
    ...item,
    ...Object.fromEntries(names.map((name) => [name, renamed(item[name] as string | null)])),
  })
  const all = (before: Metadata): Metadata => ({
    ...before,
    globalPicklists: before.globalPicklists.map((one) => rename(one, 'apiName')),
    modules: before.modules.map((module) => ({
      ...rename(module, 'apiName'),
      fields: module.fields.map((field) => ({
        ...rename(field, 'apiName', 'globalPicklist'),
        target: field.target && {
          modules: field.target.modules.map((one) =>
            before.modules.some(({ apiName }) => apiName === one) ? `${one}_new` : one,
          ),
          connectedField: field.target.connectedField,
        },
      })),
      layouts: module.layouts.map((layout) => ({
        ...rename(layout, 'name', 'apiName'),
        sections: layout.sections.map((section) => ({
          ...section,
          fields: section.fields.map((one) =>
            module.fields.some(({ apiName }) => apiName === one) ? `${one}_new` : one,
          ),
          required: section.required.map((one) =>
            module.fields.some(({ apiName }) => apiName === one) ? `${one}_new` : one,
          ),
        })),
        dependencies: layout.dependencies.map((dependency) => ({
          ...dependency,
          parent: module.fields.some(({ apiName }) => apiName === dependency.parent)
            ? `${dependency.parent}_new`
            : dependency.parent,
          child: module.fields.some(({ apiName }) => apiName === dependency.child)
            ? `${dependency.child}_new`
            : dependency.child,
        })),
      })),
      relatedLists: module.relatedLists.map((list) => ({
        ...rename(list, 'apiName'),
        module:
          list.module !== null && before.modules.some(({ apiName }) => apiName === list.module)
            ? `${list.module}_new`
            : list.module,
        linkingModule:
          list.linkingModule !== null && before.modules.some(({ apiName }) => apiName === list.linkingModule)
            ? `${list.linkingModule}_new`
            : list.linkingModule,
      })),
      customViews: module.customViews.map((view) => rename(view, 'name')),
    })),
  })
  fc.assert(
    fc.property(anyOrganisation, (metadata) => {
      const listed = new Set(metadata.globalPicklists.map(({ apiName }) => apiName))
      // A global picklist that only fields name cannot be told from another one.
      const before: Metadata = {
        ...metadata,
        notSeen: [],
        modules: metadata.modules.map((module) => ({
          ...module,
          fields: module.fields.map((field) =>
            listed.has(field.globalPicklist ?? '') ? field : { ...field, globalPicklist: null },
          ),
        })),
      }
      const others = diff(before, all(before)).filter(({ kind }) => !/\.(renamed|label)$/.test(kind))
      expect(others).toEqual([])
    }),
  )
})
