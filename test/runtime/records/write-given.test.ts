import { ConfigurationError, ValidationError } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import { caught } from '../support.ts'
import { errorsOf, inShort, type LeadWrite, lead, rowsOf, taking } from './write-support.ts'

/** A lead with values that the types do not have. */
function leadWith(values: object): LeadWrite {
  return { ...lead(0), ...values }
}

class Named {
  readonly #name: string
  constructor(name: string) {
    this.#name = name
  }
  toJSON(key: string): object {
    return { id: `${key} ${this.#name}` }
  }
}

describe('a row is sent as it was when it was read', () => {
  test('with what is in it, of which a source makes one object for all rows', async () => {
    const { zoho, leads } = await taking()
    const owner = { id: '' }
    const tags = [{ name: '' }]
    const source = function* () {
      for (const id of ['1', '2', '3']) {
        owner.id = id
        tags[0] = { name: id }
        yield leadWith({ Owner: owner, Tag: tags })
      }
    }
    await leads.createMany(source())
    expect(zoho.seen.flatMap(rowsOf)).toEqual(
      ['1', '2', '3'].map((id) => leadWith({ Owner: { id }, Tag: [{ name: id }] })),
    )
  })

  test.each(['create', 'update', 'upsert'] as const)('%s: at the call, in depth', async (kind) => {
    const { zoho, leads } = await taking()
    const owner = { id: '1' }
    const row = leadWith({ Owner: owner })
    const written = kind === 'update' ? leads.update('7', row) : leads[kind](row)
    owner.id = '999'
    await written.catch(() => null)
    expect(zoho.seen.flatMap(rowsOf)).toEqual([leadWith({ Owner: { id: '1' } })])
  })

  test('as JSON has it: dates, own JSON, and names that are special elsewhere', async () => {
    const { zoho, leads } = await taking()
    const special = JSON.parse('{"Last_Name":"p","__proto__":{"x":1}}') as LeadWrite
    const owner = new Named('x')
    const At = new Date(0)
    const twice = { id: '1' }
    await leads.createMany([leadWith({ Owner: owner, At, A: twice, B: twice }), special])
    const json = '{"Owner":{"id":"Owner x"},"At":"1970-01-01T00:00:00.000Z","A":{"id":"1"},"B":{"id":"1"}}'
    expect(zoho.seen[0]?.body).toBe(
      `{"data":[${JSON.stringify({ ...lead(0), ...JSON.parse(json) })},${JSON.stringify(special)}]}`,
    )
  })
})

describe('a value of which JSON would make null', () => {
  const NO_DATE = new Date(Number.NaN)
  test.each([
    [{ Annual_Revenue: Number.NaN }, 'INVALID_NUMBER', 'Annual_Revenue', 'Annual_Revenue: NaN'],
    [{ Annual_Revenue: -1 / 0 }, 'INVALID_NUMBER', 'Annual_Revenue', 'Annual_Revenue: -Infinity'],
    [{ Score: [1, Number.NaN] }, 'INVALID_NUMBER', 'Score', 'Score[1]: NaN'],
    [
      { Email: null, Items: [{ Quantity: 1 }, { Quantity: Number.POSITIVE_INFINITY }] },
      'INVALID_NUMBER',
      'Quantity',
      'Items[1].Quantity: Infinity',
    ],
    [{ Born: NO_DATE }, 'INVALID_DATE', 'Born', 'Born: no valid date'],
    [{ Items: [{ Due: NO_DATE }] }, 'INVALID_DATE', 'Due', 'Items[0].Due: no valid date'],
  ])('%o: its row is refused', async (values, code, field, text) => {
    const { zoho, leads } = await taking()
    const row = leadWith(values)
    const results = await leads.createMany([lead(1), row, lead(2)])
    expect(inShort(results)).toEqual(['Doe 1', code, 'Doe 2'])
    expect(zoho.seen.map(rowsOf)).toEqual([[lead(1), lead(2)]])
    const errors = [
      ...errorsOf(results),
      await caught(leads.create(row)),
      await caught(leads.update('1', row)),
      await caught(leads.upsert(row)),
    ]
    for (const error of errors) {
      expect(error).toBeInstanceOf(ValidationError)
      expect(error).toMatchObject({ code, field, message: expect.stringContaining(`Leads.${text}`) })
    }
    expect(zoho.seen).toHaveLength(1)
  })

  test('null itself clears a field, whatever else stands there', async () => {
    const { zoho, leads } = await taking()
    const row = leadWith({ Email: null, Items: [{ id: '1', _delete: null }], Tags: [null] })
    await leads.createMany([row])
    expect(zoho.seen.flatMap(rowsOf)).toEqual([row])
  })
})

describe('a write of one record', () => {
  const circular: Record<string, unknown> = {}
  circular['self'] = circular

  test.each([
    [null],
    [undefined],
    ['text'],
    [[]],
    [[lead(0)]],
    [new Date(0)],
    [{ Last_Name: 7n }],
    [circular],
  ])('of %o is refused as the row of many is', async (row) => {
    const { zoho, leads } = await taking()
    const given = row as never
    const [error] = errorsOf(await leads.createMany([given]))
    expect(error).toBeInstanceOf(ConfigurationError)
    for (const write of [leads.create(given), leads.upsert(given), leads.update('1', given)])
      expect(await caught(write)).toMatchObject({ message: error?.message, hint: error?.hint })
    expect(zoho.seen).toEqual([])
  })

  test.each([[undefined], [null], [''], [7]])('without an id, but %o, changes nothing', async (id) => {
    const { zoho, leads } = await taking()
    const row = leadWith({ id: '1' })
    for (const write of [leads.update(id as never, row), leads.delete(id as never)]) {
      const error = await caught(write)
      expect(error).toBeInstanceOf(ConfigurationError)
      expect(error.message).toMatch(/no id; nothing was sent$/)
    }
    expect(zoho.seen).toEqual([])
  })
})

test('an id that is no text is refused, and the run goes on', async () => {
  const { leads } = await taking()
  const results = await leads.deleteMany([7n, Symbol('x'), {}] as unknown as string[])
  expect(inShort(results)).toEqual(['INVALID_ID', 'INVALID_ID', 'INVALID_ID'])
})

test.each([1, 3])('a source that cannot be closed: %s batches on their way come first', async (parallel) => {
  const { zoho, leads } = await taking()
  let count = 0
  const source = {
    [Symbol.iterator]: () => ({
      next: () => ({ done: false as const, value: lead(count++) }),
      return: () => {
        throw new Error('cannot be closed')
      },
    }),
  }
  const results = leads.createMany(source, { batchSize: 10, parallel })
  const read = async () => {
    for await (const _ of results) break
  }
  expect(String(await caught(read()))).toBe('Error: cannot be closed')
  expect(results.settled).toHaveLength(zoho.seen.length * 10 - 1)
  if (parallel === 3) expect(zoho.seen.length).toBeGreaterThan(1)
})

test('results that were iterated over say where the rest is', async () => {
  const { leads } = await taking()
  const results = leads.createMany([lead(0), lead(1)])
  for await (const _ of results) break
  const error = await caught(Promise.resolve(results))
  expect(error.hint).toContain('settled')
  expect(inShort(results.settled)).toEqual(['Doe 1'])
})
