import { sValidator } from '@hono/standard-validator'
import { FormApi } from '@tanstack/form-core'
import { initTRPC, TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono } from 'hono'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { Leads, type LeadsCreate, type LeadsUpdate } from '../../../generated/leads.ts'
import { opened } from '../records/demo-leads.ts'

const WRONG = { Last_Name: 'Doe', Lead_Source: 'Cold Cal', Preferred_Season: ['Sprng'] }
const PATHS = [['Company'], ['Lead_Source'], ['Preferred_Season', 0]]

describe('@hono/standard-validator', () => {
  test('lets what is right through to Zoho, and answers 400 to the rest', async () => {
    const { zoho, leads } = await opened()
    const app = new Hono()
      .post('/leads', sValidator('json', Leads.validator('create')), async (context) => {
        const row = context.req.valid('json')
        expectTypeOf(row).toEqualTypeOf<LeadsCreate>()
        return context.json(await leads.create(row), 201)
      })
      .patch('/leads/:id', sValidator('json', Leads.validator('update')), async (context) => {
        await leads.update(context.req.param('id'), context.req.valid('json'))
        return context.body(null, 204)
      })
    const send = (method: string, path: string, body: unknown) =>
      app.request(path, {
        method,
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      })

    const created = await send('POST', '/leads', {
      Last_Name: 'Doe',
      Company: 'Acme',
      Lead_Source: 'Cold Call',
    })
    expect(created.status).toBe(201)
    const { id } = (await created.json()) as { id: string }
    expect((await send('PATCH', `/leads/${id}`, { City: 'Paris', Lead_Source: null })).status).toBe(204)
    expect(zoho.records('Leads')).toMatchObject([{ Last_Name: 'Doe', City: 'Paris', Lead_Source: null }])

    const refused = await send('POST', '/leads', WRONG)
    expect(refused.status).toBe(400)
    const { error } = (await refused.json()) as { error: readonly { path: unknown; message: string }[] }
    expect(error.map(({ path }) => path)).toEqual(PATHS)
    expect(error[1]?.message).toContain('did you mean "Cold Call"?')
    expect((await send('PATCH', `/leads/${id}`, { Last_Name: null })).status).toBe(400)
    expect(zoho.records('Leads')).toHaveLength(1)
  })
})

describe('@trpc/server', () => {
  test('takes validators as the parsers of procedures', async () => {
    const { zoho, leads } = await opened()
    const t = initTRPC.create()
    const router = t.router({
      createLead: t.procedure.input(Leads.validator('create')).mutation(({ input }) => {
        expectTypeOf(input).toEqualTypeOf<LeadsCreate>()
        return leads.create(input)
      }),
      checkLead: t.procedure.input(Leads.validator('update')).query(({ input }) => {
        expectTypeOf(input).toEqualTypeOf<LeadsUpdate>()
        return Object.keys(input)
      }),
    })
    const caller = router.createCaller({})
    await caller.createLead({ Last_Name: 'Doe', Company: 'Acme' })
    expect(zoho.records('Leads')).toMatchObject([{ Last_Name: 'Doe' }])
    expect(await caller.checkLead({ City: 'Paris' })).toEqual(['City'])

    const error = await caller.createLead(WRONG as unknown as LeadsCreate).catch((reason) => reason)
    expect(error).toBeInstanceOf(TRPCError)
    expect(error).toMatchObject({ code: 'BAD_REQUEST', cause: { issues: PATHS.map((path) => ({ path })) } })

    const answer = await fetchRequestHandler({
      endpoint: '',
      router,
      req: new Request('http://localhost/createLead', {
        method: 'POST',
        body: JSON.stringify(WRONG),
        headers: { 'content-type': 'application/json' },
      }),
    })
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('Company: it is mandatory')
    expect(zoho.records('Leads')).toHaveLength(1)
  })
})

describe('@tanstack/form-core', () => {
  const valuesOf = (row: object): LeadsCreate => ({ Last_Name: '', Company: '', ...row })

  test('validates with each change, once the validator is loaded', async () => {
    const form = new FormApi({
      defaultValues: valuesOf({ Lead_Source: null }),
      validators: { onChange: await Leads.validator('create').load() },
    })
    form.mount()
    form.setFieldValue('Last_Name', 'Doe')
    expect(form.state.canSubmit).toBe(false)
    const { onChange } = form.state.errorMap
    expect(Object.keys(onChange ?? {})).toEqual(['Company'])
    form.setFieldValue('Company', 'Acme')
    expect(form.state.errors).toEqual([])
    form.setFieldValue('Lead_Source', 'Cold Cal' as 'Cold Call')
    expect(form.state.errorMap.onChange?.['Lead_Source']?.[0]?.message).toContain('is not an option')
  })

  test('and without, where it waits for it', async () => {
    const form = new FormApi({
      defaultValues: valuesOf({ Last_Name: 'Doe' }),
      validators: { onSubmitAsync: Leads.validator('create') },
      onSubmit: () => expect.unreachable('it is not right'),
    })
    form.mount()
    await form.handleSubmit()
    expect(form.state.errorMap.onSubmit?.['Company']?.[0]?.message).toBe(
      'Company: it is mandatory, and "" is no value',
    )
  })
})
