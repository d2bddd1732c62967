import { createClient, Environment, MemoryStore, OAuthToken, ValidationError } from '@zcrm/runtime'
import { describe, expect, test } from 'vitest'
import type { Emulator, EmulatorOptions } from '../../emulator/index.ts'
import { Deals } from '../../generated/deals.js'
import { StageByPipeline } from '../../generated/deals.picklists.js'
import { Leads } from '../../generated/leads.js'
import { LeadSource, type LeadSourceValue } from '../../generated/leads.picklists.js'
import { Notes } from '../../generated/notes.js'
import { Rentals } from '../../generated/rentals.js'
import { emulator } from '../support/cli.ts'
import { scratchFolder } from '../support/scratch.ts'

interface App {
  readonly zoho: Emulator
  readonly client: ReturnType<typeof createClient>
  /** What was logged, the sentences. */
  readonly logged: readonly string[]
  /** What `onDrift` was told. */
  readonly drift: readonly (readonly string[])[]
}

/** An app on the generated classes of the demo organisation. */
async function app(options: EmulatorOptions = {}): Promise<App> {
  const zoho = await emulator(options)
  const logged: string[] = []
  const drift: (readonly string[])[] = []
  const log = (_: unknown, message: string) => logged.push(message)
  const client = createClient({
    environment: Environment.custom(zoho),
    token: OAuthToken.refresh(zoho),
    store: new MemoryStore(),
    resourcePath: await scratchFolder(),
    logger: { debug: () => {}, info: () => {}, warn: log, error: log },
    onDrift: ({ modules }) => drift.push(modules),
  })
  return { zoho, client, logged, drift }
}

const LEAD = { Last_Name: 'Doe', Company: 'Acme' }
const added = 'Podcast' as LeadSourceValue

describe('the generated classes, in an app', () => {
  test('write what the organisation has, and read it back', async () => {
    const { client, zoho } = await app()
    const leads = new Leads(client)
    const { id } = await leads.create({ ...LEAD, Lead_Source: LeadSource.ColdCall })
    await leads.update(id, { Lead_Source: null })
    expect((await leads.get(id))?.Lead_Source).toBeNull()
    expect(zoho.calls().filter(({ path }) => path.includes('/settings/'))).toEqual([])
  })

  test('a value that is no option is refused before anything is sent', async () => {
    const { client, zoho } = await app()
    const create = new Leads(client).create({ ...LEAD, Lead_Source: 'Cold call' as LeadSourceValue })
    const error = (await create.catch((reason: unknown) => reason)) as ValidationError
    expect(error).toBeInstanceOf(ValidationError)
    expect(error).toMatchObject({ code: 'PICKLIST_VALUE', field: 'Lead_Source' })
    expect(error.hint).toMatch(/^Did you mean "Cold Call"\?/)
    expect(error.allowedValues).toEqual(LeadSource.values)
    expect(zoho.calls()).toEqual([])
  })

  test.each([true, false])(
    'an option added this morning is accepted after the next refresh (its module’s time moves: %s)',
    async (movesModifiedTime) => {
      const { client, zoho, logged, drift } = await app({ movesModifiedTime })
      const leads = new Leads(client)
      await client.metadata.refresh()
      expect([drift, logged]).toEqual([[], []])
      zoho.addOption('Leads', 'Lead_Source', added)
      await expect(leads.create({ ...LEAD, Lead_Source: added })).rejects.toThrow(/is no option/)
      expect((await client.metadata.refresh({ force: true })).changed).toEqual(['Leads'])
      const { id } = await leads.create({ ...LEAD, Lead_Source: added })
      expect((await leads.get(id, { fields: ['Lead_Source'] }))?.Lead_Source).toBe('Podcast')
      expect(drift).toEqual([['Leads']])
      expect(logged.filter((line) => line.includes('zcrm generate'))).toHaveLength(1)
    },
  )

  test('a stage belongs to its pipeline, a depot to its region', async () => {
    const { client, zoho } = await app()
    const [pipeline = '', stages = []] = Object.entries(StageByPipeline.map)[0] ?? []
    const other = Object.values(StageByPipeline.map)
      .flat()
      .find((stage) => !(stages as readonly string[]).includes(stage))
    const deal = { Deal_Name: 'x', Closing_Date: '2026-12-01', Pipeline: pipeline as never }
    await expect(new Deals(client).create({ ...deal, Stage: other ?? expect.unreachable() })).rejects.toThrow(
      /does not go with Pipeline/,
    )
    const rentals = new Rentals(client)
    const wrong = rentals.update('1', { Pickup_Region: 'Airport', Pickup_Depot: 'Old Mill' })
    await expect(wrong).rejects.toMatchObject({ field: 'Pickup_Depot', allowedValues: ['Harbour Gate'] })
    expect(zoho.calls()).toEqual([])
  })

  test('the notes of a lead', async () => {
    const { client } = await app()
    const leads = new Leads(client)
    const { id } = await leads.create(LEAD)
    const parent = { id, module: { api_name: 'Leads' } } as never
    await new Notes(client).create({ Note_Title: 'first', Note_Content: 'x', Parent_Id: parent })
    const notes = await leads.related.Notes.list(id, Notes, { fields: ['Note_Title'] }).all()
    expect(notes.map(({ Note_Title }) => Note_Title)).toEqual(['first'])
  })
})
