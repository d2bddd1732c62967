import {
  type Client,
  ConfigurationError,
  type Identified,
  Module,
  NotFoundError,
  type Page,
  PermissionError,
  type RecordList,
  RelatedList,
  type RelatedListOptions,
  type RelatedLists,
  ServerError,
} from '@zcrm/runtime'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { Emulator, EmulatorOptions } from '../../../emulator/index.ts'
import { relatedLists } from '../../../runtime/records/related.ts'
import { emulator } from '../../support/cli.ts'
import { accessClient, callsTo, caught, clientOf, grantToken, server, tokenCalls } from '../support.ts'

interface Note extends Identified {
  readonly Note_Title: string | null
  readonly Note_Content: string | null
  readonly Created_Time: string
}

interface Task extends Identified {
  readonly Subject: string
  readonly Status: string | null
}

interface Lead extends Identified {
  readonly Last_Name: string
}

class Notes extends Module<Note, object, object> {
  static override readonly apiName = 'Notes'
}

class Tasks extends Module<Task, object, object> {
  static override readonly apiName = 'Tasks'
}

/** What the generator makes of Leads, in short. */
class Leads extends Module<Lead, object, object> {
  static override readonly apiName = 'Leads'
  static override readonly relatedLists = ['Notes', 'Tasks'] as const
  declare readonly related: RelatedLists<{ Notes: 'Notes'; Tasks: 'Tasks' }>
}

interface Opened {
  readonly zoho: Emulator
  readonly client: Client
  readonly related: Leads['related']
  /** A lead with as many notes as were asked for, whose titles are their numbers. */
  readonly id: string
}

async function opened(notes: number, options: EmulatorOptions = {}): Promise<Opened> {
  const zoho = await emulator(options)
  const client = clientOf(zoho)
  const [id = ''] = await create(client, 'Leads', [{ Last_Name: 'Doe', Company: 'Acme' }])
  const Parent_Id = { id, module: { api_name: 'Leads' } }
  const rows = Array.from({ length: notes }, (_, index) => ({ Note_Title: `${index}`, Parent_Id }))
  for (let from = 0; from < notes; from += 100) await create(client, 'Notes', rows.slice(from, from + 100))
  return { zoho, client, related: new Leads(client).related, id }
}

async function create(client: Client, module: string, data: readonly object[]): Promise<readonly string[]> {
  const { body } = await client.request({ method: 'POST', path: `/${module}`, body: { data } })
  return (body as { data: { details: { id: string } }[] }).data.map(({ details }) => details.id)
}

/** The queries of the calls that listed related records. */
function queries(zoho: Emulator): readonly Record<string, string>[] {
  return callsTo(zoho, 'GET /crm').map(({ path }) =>
    Object.fromEntries(new URL(path, zoho.apiUrl).searchParams),
  )
}

describe('the records of a related list', () => {
  test('are those that belong to the record, as it reads in an app', async () => {
    const { zoho, client, related, id } = await opened(3)
    const [other = ''] = await create(client, 'Leads', [{ Last_Name: 'Roe', Company: 'Acme' }])
    await create(client, 'Notes', [{ Note_Title: 'other', Parent_Id: { id: other } }])
    await create(client, 'Tasks', [{ Subject: 'Call', What_Id: { id } }])
    const titles: (string | null)[] = []
    for await (const note of related.Notes.list(id, Notes, { fields: ['Note_Title'] }))
      titles.push(note.Note_Title)
    expect(titles).toEqual(['2', '1', '0'])
    expect(await related.Tasks.list(id, Tasks, { fields: ['Subject'] }).all()).toMatchObject([
      { Subject: 'Call' },
    ])
    expect(callsTo(zoho, 'GET /crm').map(({ path }) => path)).toEqual([
      `/crm/v8/Leads/${id}/Notes?fields=Note_Title&per_page=200&page=1`,
      `/crm/v8/Leads/${id}/Tasks?fields=Subject&per_page=200&page=1`,
    ])
  })

  test('have the fields asked for and the id', async () => {
    const { related, id } = await opened(2)
    const notes = await related.Notes.list(id, Notes, { fields: ['Note_Title', 'Created_Time'] }).all()
    for (const note of notes) expect(Object.keys(note).sort()).toEqual(['Created_Time', 'Note_Title', 'id'])
    expect(notes).toHaveLength(2)
  })

  test('come page after page, past 2,000 records, each record once', async () => {
    const { zoho, related, id } = await opened(2_450)
    const ids = new Set<string>()
    for await (const note of related.Notes.list(id, Notes, { fields: ['Note_Title'] })) ids.add(note.id)
    expect(ids.size).toBe(2_450)
    const [first, ...others] = queries(zoho)
    expect(first).toEqual({ fields: 'Note_Title', per_page: '200', page: '1' })
    expect(others).toHaveLength(12)
    for (const query of others)
      expect(query).toEqual({ fields: 'Note_Title', per_page: '200', page_token: expect.any(String) })
    expect(tokenCalls(zoho)).toBe(1)
  })

  test('are sorted as asked', async () => {
    const { zoho, related, id } = await opened(30)
    const fields = ['Note_Title'] as const
    const list = related.Notes.list(id, Notes, {
      fields,
      sortBy: 'Created_Time',
      sortOrder: 'asc',
      perPage: 7,
    })
    const titles = (await list.all()).map(({ Note_Title }) => Number(Note_Title))
    expect(titles).toEqual(Array.from({ length: 30 }, (_, index) => index))
    expect(queries(zoho)).toHaveLength(5)
    for (const query of queries(zoho))
      expect(query).toMatchObject({ sort_by: 'Created_Time', sort_order: 'asc', per_page: '7' })
  })

  // Options, records given, calls.
  test.each([
    [{ limit: 1 }, 1, 1],
    [{ limit: 7, perPage: 7 }, 7, 1],
    [{ limit: 8, perPage: 7 }, 8, 2],
    [{ limit: 100, perPage: 10 }, 30, 3],
    [{ limit: Number.POSITIVE_INFINITY }, 30, 1],
    [{}, 30, 1],
  ])('of 30 with %j: %s in %s calls', async (options, given, calls) => {
    const { zoho, related, id } = await opened(30)
    const found = await related.Notes.list(id, Notes, { fields: ['Note_Title'], ...options }).all()
    expect([new Set(found.map((note) => note.id)).size, found.length]).toEqual([given, given])
    expect(queries(zoho)).toHaveLength(calls)
  })

  test('are none: an empty page', async () => {
    const { zoho, related, id } = await opened(0)
    const pages: Page<unknown>[] = []
    for await (const page of related.Notes.list(id, Notes, { fields: ['Note_Title'] }).pages())
      pages.push(page)
    expect(pages).toEqual([{ records: [], more: false, nextPageToken: null }])
    expect(callsTo(zoho, 'GET /crm').map(({ status }) => status)).toEqual([204])
  })

  test('are fetched when they are asked for, and again when they are read again', async () => {
    const { zoho, related, id } = await opened(30)
    const list = related.Notes.list(id, Notes, { fields: ['Note_Title'], perPage: 10 })
    expect(queries(zoho)).toEqual([])
    for await (const _ of list) break
    expect(queries(zoho)).toHaveLength(1)
    expect(await list.all()).toEqual(await list.all())
    expect(queries(zoho)).toHaveLength(7)
  })

  test('have pages, which are the calls', async () => {
    const { related, id } = await opened(25)
    const pages: [number, boolean, boolean][] = []
    for await (const { records, more, nextPageToken } of related.Notes.list(id, Notes, {
      fields: ['Note_Title'],
      perPage: 10,
    }).pages())
      pages.push([records.length, more, nextPageToken !== null])
    expect(pages).toEqual([
      [10, true, true],
      [10, true, true],
      [5, false, false],
    ])
  })

  test('end with their signal, between pages too', async () => {
    const { zoho, related, id } = await opened(30)
    const controller = new AbortController()
    const reason = new Error('enough')
    const read = async () => {
      const { signal } = controller
      for await (const _ of related.Notes.list(id, Notes, { fields: ['Note_Title'], perPage: 10, signal }))
        controller.abort(reason)
    }
    expect(await caught(read())).toBe(reason)
    expect(queries(zoho)).toHaveLength(1)
  })

  test('are repeated where a call fails, and a failure that stays is thrown', async () => {
    const { zoho, related, id } = await opened(30)
    const list = related.Notes.list(id, Notes, { fields: ['Note_Title'], perPage: 10 })
    zoho.setFaults([{ path: '/Notes?', skip: 1, drop: true }])
    expect(await list.all()).toHaveLength(30)
    zoho.setFaults([{ path: '/Notes?', skip: 1, times: 0, status: 500 }])
    expect(await caught(list.all())).toBeInstanceOf(ServerError)
  })
})

describe('is refused before a call', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => `F${index}`) as unknown as 'Note_Title'[]

  test.each([0, 51, 500])('a list with %s fields', async (count) => {
    const { zoho, related, id } = await opened(0)
    const list = () => related.Notes.list(id, Notes, { fields: many(count) })
    expect(list).toThrow(ConfigurationError)
    expect(list).toThrow(`${count} fields of Notes of Leads`)
    expect(queries(zoho)).toEqual([])
  })

  test('but not one with 50', async () => {
    const { related, id } = await opened(1)
    expect(await related.Notes.list(id, Notes, { fields: many(50) }).all()).toHaveLength(1)
  })

  test.each([
    [{ perPage: 0 }, /perPage/],
    [{ perPage: 201 }, /perPage/],
    [{ perPage: 1.5 }, /perPage/],
    [{ limit: 0 }, /limit/],
    [{ limit: Number.NaN }, /limit/],
  ])('%j', async (options, message) => {
    const { related, id } = await opened(0)
    const list = () => related.Notes.list(id, Notes, { fields: ['Note_Title'], ...options })
    expect(list).toThrow(ConfigurationError)
    expect(list).toThrow(message)
  })

  test.each(['', '.', '..'])('the id %j', async (id) => {
    const { zoho, related } = await opened(0)
    expect(() => related.Notes.list(id, Notes, { fields: ['Note_Title'] })).toThrow(ConfigurationError)
    expect(queries(zoho)).toEqual([])
  })
})

describe('what is in the path', () => {
  test('is one part of it each', async () => {
    const zoho = await server((response) => response.writeHead(204).end())
    const list = new RelatedList<'Notes'>(accessClient(zoho.environment), 'Übrige/Module', 'a b/?../c')
    await list.list('../settings', Notes, { fields: ['Note_Title'] }).all()
    expect(zoho.seen.map(({ url }) => url.replace(/\?.*/, ''))).toEqual([
      '/crm/v8/%C3%9Cbrige%2FModule/..%2Fsettings/a%20b%2F%3F..%2Fc',
    ])
  })

  test('an id without a record: no records, or what Zoho says', async () => {
    const unknown = '1000000000000000001'
    const quiet = await opened(0, { unknownId: 204 })
    expect(await quiet.related.Notes.list(unknown, Notes, { fields: ['Note_Title'] }).all()).toEqual([])
    const { related } = await opened(0, { unknownId: 400 })
    const error = await caught(related.Notes.list(unknown, Notes, { fields: ['Note_Title'] }).all())
    expect(error).toBeInstanceOf(NotFoundError)
    expect([error.code, error.context?.details]).toEqual(['INVALID_DATA', { resource_path_index: 1 }])
  })

  test('a list or a module that is not there', async () => {
    const { client, id } = await opened(0)
    const all = (module: string, name: string) =>
      caught(new RelatedList<'Notes'>(client, module, name).list(id, Notes, { fields: ['Note_Title'] }).all())
    const error = await all('Leads', 'Nonsense')
    expect(error).toBeInstanceOf(NotFoundError)
    expect(error.context?.details).toEqual({ resource_path_index: 2 })
    expect(error.message).toContain('/Leads/')
    expect(await all('Nowhere', 'Notes')).toBeInstanceOf(NotFoundError)
  })

  test('a module that the token or the user may not read', async () => {
    const { zoho, id } = await opened(0, { hidden: { Standard: { modules: ['Notes'] } } })
    const notes = (grant: Parameters<Emulator['createGrant']>[0]) =>
      new Leads(clientOf(zoho, { token: grantToken(zoho, zoho.createGrant(grant)) })).related.Notes
    const error = await caught(
      notes({ scope: 'ZohoCRM.modules.Notes.READ' })
        .list(id, Notes, { fields: ['Note_Title'] })
        .all(),
    )
    expect([error.code, error.hint]).toEqual([
      'OAUTH_SCOPE_MISMATCH',
      expect.stringContaining('ZohoCRM.modules.leads.READ or ZohoCRM.modules.notes.READ'),
    ])
    const user = 'bruno@kettle-lane.example.com'
    expect(
      await caught(
        notes({ user })
          .list(id, Notes, { fields: ['Note_Title'] })
          .all(),
      ),
    ).toBeInstanceOf(PermissionError)
  })
})

describe('the related lists of a module', () => {
  const NAMES = ['Notes', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a b', '客户', '0', '']

  test('are one a name, whatever the name, and nothing else', async () => {
    const zoho = await server((response) => response.writeHead(204).end())
    const lists = relatedLists(accessClient(zoho.environment), 'Leads', NAMES)
    expect(Object.getPrototypeOf(lists)).toBeNull()
    expect(Reflect.ownKeys(lists).sort()).toEqual(NAMES.toSorted())
    for (const name of NAMES) expect(lists[name]).toBeInstanceOf(RelatedList)
    for (const name of ['valueOf', 'Tasks', '1']) expect(lists[name]).toBeUndefined()
    expect(relatedLists(accessClient(zoho.environment), 'Leads', [])).toEqual(Object.create(null))
    for (const name of ['__proto__', 'constructor'])
      await lists[name]?.list('1', Notes as never, { fields: ['id'] }).all()
    expect(zoho.seen.map(({ url }) => url.replace(/\?.*/, ''))).toEqual([
      '/crm/v8/Leads/1/__proto__',
      '/crm/v8/Leads/1/constructor',
    ])
  })

  test('cannot be changed', async () => {
    const zoho = await server((response) => response.writeHead(204).end())
    const lists: Record<string, RelatedList> = relatedLists(accessClient(zoho.environment), 'Leads', NAMES)
    expect(Object.isFrozen(lists)).toBe(true)
    expect(() => {
      lists['Tasks'] = new RelatedList(accessClient(zoho.environment), 'Leads', 'Tasks')
    }).toThrow(TypeError)
    expect(() => delete lists['Notes']).toThrow(TypeError)
  })
})

describe('types', () => {
  // Never called: what is meant is what compiles.
  const lines = ({ related }: Leads) => {
    expectTypeOf(related.Notes).toEqualTypeOf<RelatedList<'Notes'>>()
    expectTypeOf(related.Notes.list('1', Notes, { fields: ['Note_Title'] })).toEqualTypeOf<
      RecordList<Pick<Note, 'id' | 'Note_Title'>>
    >()
    expectTypeOf(related.Tasks.list('1', Tasks, { fields: ['id'] }).all()).toEqualTypeOf<
      Promise<Pick<Task, 'id'>[]>
    >()
    const fields = ['Subject', 'Status'] as const
    const pages = related.Tasks.list('1', Tasks, { fields }).pages()
    expectTypeOf(pages).toEqualTypeOf<
      AsyncGenerator<Page<Pick<Task, 'id' | 'Subject' | 'Status'>>, void, undefined>
    >()
    expectTypeOf<RelatedListOptions<'Subject'>['fields']>().toEqualTypeOf<readonly 'Subject'[]>()
    // @ts-expect-error: there is no such list.
    related.Deals
    // @ts-expect-error: a field of tasks.
    related.Notes.list('1', Notes, { fields: ['Subject'] })
    // @ts-expect-error: a field of tasks among those of notes.
    related.Notes.list('1', Notes, { fields: ['Note_Title', 'Subject'] })
    // @ts-expect-error: fields are to be named.
    related.Notes.list('1', Notes, {})
    // @ts-expect-error: the record is to be named.
    related.Notes.list({ fields: ['Note_Title'] })
    // @ts-expect-error: lists are sorted by three fields only.
    related.Notes.list('1', Notes, { fields: ['Note_Title'], sortBy: 'Note_Title' })
    // @ts-expect-error: the lists of a module are what they are.
    delete related.Notes
    const read = async () => {
      for await (const note of related.Notes.list('1', Notes, { fields: ['Note_Title'] })) {
        expectTypeOf(note.Note_Title).toEqualTypeOf<string | null>()
        // @ts-expect-error: a field that was not asked for.
        note.Note_Content
        // @ts-expect-error: a record that was read.
        note.Note_Title = 'new'
      }
    }
    return read
  }

  test('are those of the records', () => {
    expect(lines).toBeTypeOf('function')
  })

  test('take the class of their own module only', () => {
    // Never called: what is meant is what does not compile.
    const wrong = ({ related }: Leads) => {
      // @ts-expect-error: the notes of a lead are no tasks.
      related.Notes.list('1', Tasks, { fields: ['Subject'] })
    }
    expect(wrong).toBeTypeOf('function')
  })

  test('of a module without related lists are none', async () => {
    class Bare extends Module<Lead, object, object> {
      static override readonly apiName = 'Leads'
    }
    const lines = ({ related }: Bare) => {
      // @ts-expect-error: there is no such list.
      related.Notes
    }
    expect(lines).toBeTypeOf('function')
    expect(Reflect.ownKeys(new Bare(clientOf(await emulator())).related)).toEqual([])
  })
})
