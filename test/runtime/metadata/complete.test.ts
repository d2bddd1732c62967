import type { DependencyMetadata, Metadata, ModuleMetadata } from '@zcrm/runtime/metadata'
import { pullMetadata, sortMetadata } from '@zcrm/runtime/metadata'
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions, OrgBody } from '../../../emulator/index.ts'
import { append } from '../../emulator/edits.ts'
import { field } from '../../emulator/org.ts'
import { emulator } from '../../support/cli.ts'
import { callsTo, caught, clientOf, grantToken } from '../support.ts'
import { apiCalls, asked, DESCRIBED, find, type Org, org, orgOf, SUPPORTED, WHOLE } from './org.ts'

/** The demo organisation, which has everything. */
async function demo(options: EmulatorOptions = {}): Promise<Org> {
  return orgOf(await emulator(options))
}

function moduleOf(metadata: Metadata, name: string): ModuleMetadata {
  const found = find(metadata, name)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}

/** A dependency as people read it: display values by display value. */
function mapOf(module: ModuleMetadata, layout: string, child: string): unknown {
  const { dependencies = [] } = module.layouts.find(({ name }) => name === layout) ?? {}
  const found = dependencies.find((dependency) => dependency.child === child)
  return found && [found.parent, readable(found)]
}

function readable({ map }: DependencyMetadata): Readonly<Record<string, readonly (string | null)[]>> {
  return Object.fromEntries(
    map.map(({ value, options }) => [value.display, options.map(({ display }) => display)]),
  )
}

describe('a pull has', () => {
  test('fields, used and unused; of two with one API name the used one', async () => {
    const { zoho, pull } = await org()
    zoho.editOrg(
      'fields_Leads.json',
      append(
        'fields',
        field('Email', 'phone', { type: 'unused' }),
        field('Twice', 'text', { type: 'unused' }),
      ),
    )
    const { fields } = moduleOf((await pull()).metadata, 'Leads')
    const named = (name: string) => fields.filter(({ apiName }) => apiName === name)
    expect(named('Email')).toMatchObject([{ used: true, dataType: 'email' }])
    expect([named('Twice'), named('Gone')]).toMatchObject([[{ used: false }], [{ used: false }]])
  })

  test('layouts with their sections, and required fields in their sequence', async () => {
    const { zoho, pull } = await demo()
    // Whatever the order of the answer.
    zoho.editOrg('layouts_Rentals.json', (body) => ({
      layouts: (body['layouts'] as { sections: { fields: object[] }[] }[]).map(({ sections, ...layout }) => ({
        ...layout,
        sections: sections
          .map(({ fields, ...section }) => ({ ...section, fields: fields.toReversed() }))
          .toReversed(),
      })),
    }))
    const { layouts } = moduleOf((await pull()).metadata, 'Rentals')
    expect(layouts.map(({ name, active }) => [name, active])).toEqual([
      ['Standard', true],
      ['Group tour', true],
    ])
    const sections = layouts.flatMap((layout) => layout.sections)
    expect(sections.map(({ label, fields, required }) => [label, fields, required])).toEqual([
      [
        'Rental Information',
        ['Name', 'Bicycles', 'Rider', 'Starts', 'Pickup_Region', 'Pickup_Depot', 'Price'],
        ['Name', 'Rider', 'Starts', 'Pickup_Depot'],
      ],
      ['Extras', ['Extras'], []],
      [
        'Tour',
        ['Name', 'Bicycles', 'Rider', 'Account', 'Starts', 'Ends', 'Pickup_Region', 'Pickup_Depot'],
        ['Name', 'Rider', 'Account', 'Starts', 'Ends'],
      ],
      ['Return', ['Deposit_Paid', 'Drop_Off_City'], ['Drop_Off_City']],
    ])
  })

  test.each([true, false])(
    'related lists, hidden ones left out (with the list of modules: %s)',
    async (includes) => {
      const { zoho, pull } = await demo()
      const hidden = { api_name: 'Secret', status: 'user_hidden', module: { api_name: 'Notes', id: '1' } }
      zoho.editOrg('related_lists_Rentals.json', append('related_lists', hidden))
      const { relatedLists } = moduleOf((await pull({ includes })).metadata, 'Rentals')
      expect(
        relatedLists.map(({ apiName, module, linkingModule }) => [apiName, module, linkingModule]),
      ).toEqual([
        ['Notes', 'Notes', null],
        ['Attachments', 'Attachments', null],
        ['Activities_Chronological_View', null, null],
        ['Tasks', 'Tasks', null],
        ['Events', 'Events', null],
        ['Calls', 'Calls', null],
        ['Bicycles', 'Bicycles', 'Rentals_X_Bicycles'],
      ])
    },
  )

  test.each([true, false])(
    "custom views, a user's own left out (with the list of modules: %s)",
    async (includes) => {
      const { metadata } = await (await demo()).pull({ includes })
      expect(
        moduleOf(metadata, 'Leads').customViews.map(({ name, systemName }) => [name, systemName]),
      ).toEqual([
        ['All Open Leads', 'ALLVIEWS'],
        ['Mailing Labels', 'ALLVIEWS'],
        ['My Leads', 'MYVIEWS'],
      ])
    },
  )

  test('all custom views, where they take several pages', async () => {
    const { zoho, pull } = await org()
    const custom_views = Array.from({ length: 450 }, (_, index) => ({
      id: `${index}`,
      name: `View ${index}`,
    }))
    zoho.editOrg('custom_views_Leads.json', () => ({ custom_views }))
    const { metadata } = await pull({ includes: false })
    expect(moduleOf(metadata, 'Leads').customViews).toHaveLength(450)
    expect(callsTo(zoho, 'custom_views?module=Leads').length).toBe(3)
  })

  test('the stages of each pipeline, as what depends on the pipeline', async () => {
    const { zoho, pull } = await demo()
    const { metadata } = await pull()
    const [parent, stages] = mapOf(moduleOf(metadata, 'Deals'), 'Standard', 'Stage') as [string, object]
    expect([parent, Object.keys(stages)]).toEqual(['Pipeline', ['Standard (Standard)', 'Fleet contracts']])
    expect(stages).toHaveProperty('Fleet contracts', [
      'Qualification',
      'Identify Decision Makers',
      'Value Proposition',
      'Negotiation/Review',
      'Closed Won',
      'Closed Lost',
    ])
    // One layout has pipelines.
    expect(callsTo(zoho, '/settings/pipeline').length).toBe(1)
  })

  test('global picklists with their options, and the profile', async () => {
    const { metadata } = await (await demo()).pull()
    const depots = metadata.globalPicklists.find(({ apiName }) => apiName === 'Depot')
    expect(depots?.options.map(({ display, used }) => [display, used])).toContainEqual(['Canal Street', true])
    expect(metadata.profile).toBe('Administrator')
  })

  test('the profile that it is told, without asking', async () => {
    const { zoho, pull } = await org()
    const { metadata, calls } = await pull({ profile: 'Standard' })
    expect([metadata.profile, calls]).toEqual(['Standard', WHOLE - 1])
    expect(callsTo(zoho, '/users')).toEqual([])
  })
})

describe('dependent picklists', () => {
  const SERVICE = {
    '-None-': ['-None-'],
    'City Centre': ['-None-', 'Canal Street', 'North Station'],
    Harbour: ['-None-', 'Harbour Gate', 'Riverside Workshop'],
    'North Side': ['-None-', 'North Station'],
    'Old Town': ['Old Mill'],
    Airport: [],
  }

  // Accounts, and two layouts of Rentals, have a list each; three dependencies in them count.
  test.each([
    ['list', 0],
    ['single', 3],
  ] as const)(
    'with their values in the %s: what is switched off does not count',
    async (dependencyValues, more) => {
      const { zoho, pull } = await demo({ dependencyValues })
      const { metadata } = await pull()
      const accounts = moduleOf(metadata, 'Accounts')
      expect(mapOf(accounts, 'Standard', 'Preferred_Depot')).toEqual(['Service_Region', SERVICE])
      expect(mapOf(accounts, 'Standard', 'Ownership')).toBeUndefined()
      const rentals = moduleOf(metadata, 'Rentals')
      expect(mapOf(rentals, 'Standard', 'Pickup_Depot')).toMatchObject([
        'Pickup_Region',
        { Airport: ['Harbour Gate'] },
      ])
      expect(mapOf(rentals, 'Group tour', 'Pickup_Depot')).toMatchObject(['Pickup_Region', { Airport: [] }])
      const calls = callsTo(zoho, 'map_dependency')
      // Layouts without two picklists are not asked: those of Contacts, and one of Leads.
      expect(calls.filter(({ path }) => path.includes('map_dependency/')).length).toBe(more)
      expect(calls.filter(({ status }) => status === 200).length).toBe(3 + more)
    },
  )

  /** The layouts of a body with what depends on each option in the option, as version 8 has it. */
  const withMaps =
    (dependencies: OrgBody) =>
    (body: OrgBody): OrgBody => {
      type Node = Record<string, unknown>
      const inline = (fieldOf: Node): Node => {
        const own = (dependencies['map_dependency'] as Node[]).filter(
          ({ parent, active }) => active && (parent as Node)['api_name'] === fieldOf['api_name'],
        )
        const maps = (option: Node): Node[] =>
          own.flatMap(({ child, pick_list_values }) =>
            (pick_list_values as Node[])
              .filter(({ id }) => id === option['id'])
              .map((value) => ({ api_name: (child as Node)['api_name'], pick_list_values: value['maps'] })),
          )
        const options = (fieldOf['pick_list_values'] as Node[]).map((option) => ({
          ...option,
          maps: maps(option),
        }))
        return { ...fieldOf, pick_list_values: options }
      }
      const layouts = (body['layouts'] as Node[]).map((layout) => ({
        ...layout,
        sections: (layout['sections'] as Node[]).map((section) => ({
          ...section,
          fields: (section['fields'] as Node[]).map(inline),
        })),
      }))
      return { ...body, layouts }
    }

  test('that stand in the layout already are not asked for', async () => {
    const { zoho, pull } = await demo()
    const asking = await pull()
    const [call] = callsTo(zoho, '/map_dependency?module=Accounts')
    const layout = /layouts\/(\d+)\//.exec(call?.path ?? '')?.[1] ?? ''
    let file: OrgBody = {}
    zoho.editOrg(`map_dependency_${layout}.json`, (body) => {
      file = body
      return body
    })
    zoho.editOrg('layouts_Accounts.json', withMaps(file))
    const paths = await asked(zoho, async () => {
      const { metadata } = await pull({ force: true })
      expect(sortMetadata(metadata)).toEqual(sortMetadata(asking.metadata))
    })
    expect(paths.filter((path) => path.includes(`${layout}/map_dependency`))).toEqual([])
    expect(paths.length).toBe(asking.calls - 1)
  })

  test('are not asked for in a layout that is not active', async () => {
    const { zoho, pull } = await demo()
    zoho.editOrg('layouts_Accounts.json', (body) => ({
      layouts: (body['layouts'] as object[]).map((layout) => ({ ...layout, status: 'inactive' })),
    }))
    const { metadata } = await pull()
    expect(moduleOf(metadata, 'Accounts').layouts).toMatchObject([{ active: false, dependencies: [] }])
    expect(callsTo(zoho, 'map_dependency?module=Accounts')).toEqual([])
    expect(metadata.notSeen).toEqual([])
  })
})

describe('related lists and custom views along with the list of modules', () => {
  // Two calls for each module that is described.
  const APART = WHOLE + 2 * DESCRIBED

  test.each([
    ['give', WHOLE],
    ['ignore', APART],
    // It is asked for, refused, and asked for without.
    ['refuse', APART + 1],
  ] as const)('an API that would %s them: %s calls', async (moduleIncludes, wanted) => {
    const { zoho, pull } = await org({ moduleIncludes })
    const { calls, metadata } = await pull()
    expect([calls, apiCalls(zoho).length]).toEqual([wanted, wanted])
    expect(callsTo(zoho, 'include=related_lists').length).toBe(1)
    const apart = await org()
    expect(sortMetadata(metadata)).toEqual(sortMetadata((await apart.pull({ includes: false })).metadata))
    expect(metadata.notSeen).toEqual([])
  })

  test('are never asked for where that is not wanted, or one of them is not', async () => {
    const { zoho, pull } = await org()
    expect((await pull({ includes: false })).calls).toBe(APART)
    await pull({ force: true, parts: ['fields', 'layouts'] })
    expect(callsTo(zoho, 'include=related_lists')).toEqual([])
  })

  test.each([403, 500])('an API that answers the parameter by %s is asked without', async (status) => {
    const { pull } = await org({ faults: [{ path: 'include=related_lists', times: 0, status }] })
    expect((await pull()).calls).toBe(APART + 1)
  })

  test('are asked for again apart: few parts are due then', async () => {
    const { zoho, pull } = await org()
    await pull()
    await pull({ maxAge: 0 })
    expect(callsTo(zoho, 'include=related_lists').length).toBe(1)
  })
})

describe('what is not allowed', () => {
  const SETTINGS = ['modules', 'fields', 'layouts', 'related_lists', 'custom_views']
  const scopes = (...areas: readonly string[]): string =>
    areas.map((area) => `ZohoCRM.settings.${area}.READ`).join(',')
  const UNAUTHORISED = 'the API answers 401 OAUTH_SCOPE_MISMATCH'

  test('by the scopes of the token is told once, after a few calls', async () => {
    const { zoho, pull } = await demo({ scope: scopes('modules', 'fields') })
    const { metadata } = await pull({ includes: false })
    expect(metadata.notSeen).toEqual(
      ['layouts', 'related lists', 'custom views', 'global picklists', 'current user'].map((part) => ({
        part,
        reason: UNAUTHORISED,
      })),
    )
    expect(metadata.modules.filter(({ fields }) => fields.length > 0).length).toBe(30)
    // Of the calls that are under way at once the first refusal says it, and no other call is made.
    const refused = apiCalls(zoho).filter(({ status }) => status === 401)
    expect(refused.length).toBeLessThanOrEqual(2 + 3 * 5)
    for (const path of ['/settings/layouts', '/settings/related_lists', '/settings/custom_views'])
      expect(callsTo(zoho, path).length).toBeLessThanOrEqual(5)
  })

  test('by the scopes of the token does not keep what layouts tell themselves', async () => {
    const { zoho, pull } = await demo({ scope: scopes(...SETTINGS) })
    const { metadata } = await pull({ concurrency: 1 })
    expect(metadata.notSeen.map(({ part }) => part)).toEqual([
      'picklist dependencies',
      'pipelines',
      'global picklists',
      'current user',
    ])
    expect(moduleOf(metadata, 'Deals').layouts).toMatchObject([{ name: 'Standard', dependencies: [] }])
    expect([callsTo(zoho, 'map_dependency').length, callsTo(zoho, 'pipeline').length]).toEqual([1, 1])
  })

  test('is asked for again with another token, where the pull was interrupted', async () => {
    const { zoho, cache, pull } = await org({ scope: scopes('modules', 'fields') })
    zoho.setFaults([{ path: 'module=Trips', times: 0, status: 500 }])
    await caught(pull())
    zoho.setFaults([])
    const token = grantToken(zoho, zoho.createGrant({ scope: 'ZohoCRM.settings.ALL,ZohoCRM.users.READ' }))
    const { metadata } = await pullMetadata(clientOf(zoho, { token }), cache)
    expect(metadata.notSeen).toEqual([])
    expect(moduleOf(metadata, 'Leads').layouts).toHaveLength(1)
    expect(metadata.globalPicklists).toHaveLength(1)
  })

  test('otherwise is told for each module, and does not stop the rest', async () => {
    const unsupported = { code: 'NOT_SUPPORTED', details: {}, message: 'not supported', status: 'error' }
    const faults = [
      { path: 'layouts?module=Leads', times: 0, status: 400, body: unsupported },
      { path: 'layouts?module=Accounts', times: 0, status: 403 },
      { path: 'related_lists?module=Trips', times: 0, status: 404 },
      { path: 'global_picklists', times: 0, status: 403 },
    ]
    const { pull } = await org({ faults })
    const { metadata, calls } = await pull({ includes: false })
    expect(metadata.notSeen).toEqual([
      { part: 'layouts of Leads', reason: 'the API answers 400 NOT_SUPPORTED' },
      { part: 'layouts of Accounts', reason: 'the API answers 403 NO_PERMISSION' },
      { part: 'related lists of Trips', reason: 'the API answers 404 INVALID_URL_PATTERN' },
      { part: 'global picklists', reason: 'the API answers 403 NO_PERMISSION' },
    ])
    expect(calls).toBe(WHOLE + 2 * DESCRIBED)
    expect(metadata.profile).not.toBeNull()
  })

  test('by the edition is told for each module', async () => {
    const body = { code: 'FEATURE_NOT_SUPPORTED', details: {}, message: 'no', status: 'error' }
    const faults = ['pipeline', 'map_dependency'].map((path) => ({ path, times: 0, status: 400, body }))
    const { metadata } = await (await demo({ faults })).pull()
    expect(metadata.notSeen.map(({ part }) => part)).toEqual([
      // Layouts of Leads and of Contacts show one picklist or none: there is nothing to ask for.
      'picklist dependencies of Accounts',
      'picklist dependencies of Deals',
      'pipelines of Deals',
      'picklist dependencies of Bicycles',
      'picklist dependencies of Rentals',
    ])
  })

  test('for fields is an error, whatever else is allowed', async () => {
    const { cache, pull } = await demo({
      scope: scopes('modules', 'layouts', 'related_lists', 'custom_views'),
    })
    expect(await caught(pull())).toMatchObject({ name: 'AuthenticationError', code: 'OAUTH_SCOPE_MISMATCH' })
    expect(await cache.read()).toBeNull()
  })
})

describe('a module that the API does not describe', () => {
  const about = (paths: readonly string[], module: string): readonly string[] =>
    paths.filter((path) => path.includes(`module=${module}`))

  test.each(['Undescribed', 'Empty'])('costs one call only: %s', async (module) => {
    const { zoho, pull } = await org()
    const paths = await asked(zoho, () => pull({ includes: false }))
    expect(about(paths, module)).toEqual([`settings/fields?module=${module}&type=all`])
  })

  test('has its other parts once it is described, and no more when it is not again', async () => {
    const { zoho, pull } = await org({ movesModifiedTime: false })
    await pull()
    zoho.editOrg('fields_Undescribed.json', () => ({ fields: [field('Name', 'text')] }))
    zoho.editOrg('layouts_Undescribed.json', () => ({ layouts: [{ id: '889', name: 'New', sections: [] }] }))
    const described = await pull({ maxAge: 0 })
    expect(moduleOf(described.metadata, 'Undescribed')).toMatchObject({
      notDescribed: null,
      layouts: [{ name: 'New' }],
    })
    // Beside the fields of all modules: its layouts, related lists and views.
    expect(described.calls).toBe(1 + SUPPORTED + 3)
    zoho.setFaults([{ path: 'fields?module=Undescribed', times: 0, status: 403 }])
    expect(moduleOf((await pull({ maxAge: 0 })).metadata, 'Undescribed')).toMatchObject({
      notDescribed: 'the API answers 403 NO_PERMISSION',
      fields: [],
      layouts: [],
      customViews: [],
    })
    zoho.setFaults([])
    // What it had is not believed to be the same now.
    expect((await pull({ maxAge: 0 })).calls).toBe(1 + SUPPORTED + 3)
  })
})
