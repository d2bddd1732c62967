import { Refusal } from '../answers.ts'
import { type JsonObject, member, text } from '../json.ts'
import type { ApiCall } from '../routes.ts'
import { customViewsOf } from '../settings/custom-views.ts'
import type { Sort } from './list.ts'
import type { Reader } from './projection.ts'
import type { Row, Table } from './table.ts'
import { viewTest } from './view-criteria.ts'

/** A CustomView chooses records of a module, and may sort them. */
export interface CustomView {
  has(row: Row): boolean
  readonly sort: Sort | undefined
}

/** The custom view that the `cvid` parameter names; undefined where it is not given. Refuses an unknown one. */
export function customViewParam(reader: Reader, table: Table, call: ApiCall): CustomView | undefined {
  const id = call.query.get('cvid')
  if (id === null) return undefined
  const views = customViewsOf(reader.database.folder, table.module)
  const view = views.find((each) => text(each, 'id') === id)
  if (!view) throw new Refusal('INVALID_DATA', { param_name: 'cvid' })
  return {
    has: viewTest(member(view, 'criteria'), { reader, table, user: call.user }),
    sort: sortOf(view, table),
  }
}

function sortOf(view: JsonObject, table: Table): Sort | undefined {
  const sortBy = text(view, 'sort_by', 'api_name') ?? text(view, 'sort_by')
  if (sortBy === undefined || !table.fields.has(sortBy)) return undefined
  return { sortBy, descending: text(view, 'sort_order') !== 'asc' }
}
