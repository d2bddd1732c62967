import { expect, test } from 'vitest'
import { orgFilesOf } from '../../../generator/record/org-files.ts'

const files = (...answers: readonly [path: string, query: Record<string, string>, body: object | null][]) =>
  Object.fromEntries(orgFilesOf(answers.map(([path, query, body]) => ({ path, query, body: body as never }))))

test('each answer is a file; a 204 is an empty one', () => {
  const modules = { modules: [] }
  const fields = { fields: [{ id: '1' }] }
  expect(
    files(
      ['/settings/modules', {}, modules],
      ['/settings/fields', { module: 'a/b*', type: 'all' }, fields],
      ['/settings/layouts', { module: 'Leads' }, null],
      ['/settings/pipeline', { layout_id: '7' }, { pipeline: [] }],
      ['/settings/global_picklists', { include: 'pick_list_values' }, { global_picklists: [] }],
      ['/users', { type: 'CurrentUser' }, { users: [] }],
    ),
  ).toEqual({
    modules,
    'fields_a%2Fb%2A': fields,
    layouts_Leads: null,
    pipeline_7: { pipeline: [] },
    global_picklists: { global_picklists: [] },
  })
})

test('pages are one list, and only views that everybody has are in it', () => {
  const query = { module: 'Leads' }
  const view = (id: string, category: string) => ({ id, category })
  expect(
    files(
      [
        '/settings/custom_views',
        { ...query, page: '2' },
        { custom_views: [view('3', 'public_views')], info: { page: 2 } },
      ],
      [
        '/settings/custom_views',
        query,
        {
          custom_views: [view('1', 'public_views'), view('2', 'other_users_views')],
          info: { page: 1, count: 2, more_records: true, default: '1' },
        },
      ],
    ),
  ).toEqual({
    custom_views_Leads: {
      custom_views: [view('1', 'public_views'), view('3', 'public_views')],
      info: { page: 1, count: 2, more_records: false, default: '1' },
    },
  })
})

test('the values of a dependency that is told by itself stand in the list', () => {
  const pick_list_values = [{ display_value: 'A', maps: [] }]
  expect(
    files(
      [
        '/settings/layouts/7/map_dependency',
        { module: 'Leads' },
        { map_dependency: [{ id: '1' }, { id: '2' }] },
      ],
      [
        '/settings/layouts/7/map_dependency/2',
        { module: 'Leads' },
        { map_dependency: [{ id: '2', pick_list_values }] },
      ],
    ),
  ).toEqual({ map_dependency_7: { map_dependency: [{ id: '1' }, { id: '2', pick_list_values }] } })
})

test('what no file can be named after is left out', () => {
  expect(
    files(
      ['/settings/fields', { module: 'x'.repeat(300) }, {}],
      ['/settings/fields', { module: '\ud800' }, {}],
    ),
  ).toEqual({})
})
