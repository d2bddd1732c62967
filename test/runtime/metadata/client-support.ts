import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Choices,
  type Client,
  type ClientOptions,
  Dependency,
  type Identified,
  type Logger,
  Module,
  Picklist,
  type PicklistOption,
} from '@zcrm/runtime'
import { type Metadata, type ModuleMetadata, moduleHash } from '@zcrm/runtime/metadata'
import type { Call, Emulator, EmulatorOptions, OrgBody } from '../../../emulator/index.ts'
import { field, module, option, orgFolder } from '../../emulator/org.ts'
import { emulator } from '../../support/cli.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { clientOf } from '../support.ts'

// Classes as the generator prints them, in one file.

export type LeadSourceValue = 'Shop' | 'Fair'

export class LeadSource extends Picklist {
  static readonly Shop = 'Shop'
  static readonly Fair = 'Fair'
  declare static readonly values: readonly LeadSourceValue[]
  declare static readonly options: readonly PicklistOption<LeadSourceValue>[]
  protected static override table(): string {
    return `
["-None-",1]
["Shop",2,null,null,"Store","Store"]
["Fair",3]
["Old",4,null,null,null,null,0]
`
  }
}

export type TagsValue = 'new' | 'hot'

/** Generated with the actual values. */
export class Tags extends Picklist {
  static readonly new = 'new'
  static readonly hot = 'hot'
  declare static readonly values: readonly TagsValue[]
  declare static readonly options: readonly PicklistOption<TagsValue>[]
  protected static override table(): string {
    return `
["new",1,null,"Brand new"]
["hot",2,null,"Very hot"]
`
  }
}

export class Country extends Picklist {
  protected static override table(): string {
    return `
["-None-",1]
["Germany",2]
["Austria",3]
["__proto__",4]
["constructor",5]
["Atlantis",6]
["Vatican",7]
`
  }
}

export class State extends Picklist {
  protected static override table(): string {
    return `
["-None-",1]
["Bavaria",2]
["Hesse",3]
["Tyrol",4]
["toString",5]
`
  }
}

export class Regions extends Picklist {
  protected static override table(): string {
    return `
["North",1]
["South",2]
["Alps",3]
`
  }
}

export class StateByCountry extends Dependency {
  declare static readonly map: {
    readonly Germany: readonly ('Bavaria' | 'Hesse')[]
    readonly Austria: readonly 'Tyrol'[]
    readonly ['__proto__']: readonly 'toString'[]
    readonly constructor: readonly 'Tyrol'[]
    readonly Vatican: readonly never[]
  }
  protected static override table(): string {
    return `
["Austria",["Tyrol"]]
["Germany",["Bavaria","Hesse"]]
["Vatican",[]]
["__proto__",["toString"]]
["constructor",["Tyrol"]]
`
  }
}

export class RegionsByCountry extends Dependency {
  protected static override table(): string {
    return `
["Austria",["Alps"]]
["Germany",["North","South"]]
`
  }
}

export class Pipeline extends Picklist {
  protected static override table(): string {
    return `
["Standard",1]
["Fleet",2]
`
  }
}

export class Stage extends Picklist {
  protected static override table(): string {
    return `
["Open",1]
["Won",2]
["Rented",3]
`
  }
}

export class StageByPipeline extends Dependency {
  protected static override table(): string {
    return `
["Fleet",["Open","Rented"]]
["Standard",["Open","Won"]]
`
  }
}

/** A record of any shape: what the types keep out is tested too. */
export type Row = { readonly [K in string]?: unknown }
interface Read extends Identified, Row {}

/** The leads of a client; `loaded` counts how often their options were asked for. */
export class Leads extends Module<Read, Row, Row> {
  static override readonly apiName = 'Leads'
  static loaded = 0
  static override async choices(): Promise<Choices> {
    Leads.loaded++
    return {
      picklists: [
        ['Lead_Source', LeadSource],
        ['Tags', Tags, 'actual'],
        ['Country', Country],
        ['State', State],
        ['Regions', Regions],
      ],
      dependencies: [
        ['Country', 'State', StateByCountry],
        ['Country', 'Regions', RegionsByCountry],
      ],
    }
  }
}

export class Deals extends Module<Read, Row, Row> {
  static override readonly apiName = 'Deals'
  static override async choices(): Promise<Choices> {
    return {
      picklists: [
        ['Pipeline', Pipeline],
        ['Stage', Stage],
      ],
      dependencies: [['Pipeline', 'Stage', StageByPipeline]],
    }
  }
}

/** A module without picklists. */
export class Accounts extends Module<Read, Row, Row> {
  static override readonly apiName = 'Accounts'
}

/** A class of leads that was generated from a schema. */
export function leadsOf(hash: string): typeof Leads {
  return class extends Leads {
    static override readonly schema = hash
  }
}

const picklist = (name: string, values: readonly object[], type = 'picklist'): object =>
  field(name, type, {
    id: `66${name}`,
    json_type: type === 'picklist' ? 'string' : 'jsonarray',
    pick_list_values: values,
  })
const plain = (...values: readonly string[]): readonly object[] => values.map((value) => option(value, value))
const shown = (...names: readonly string[]): object => ({
  api_name: 'main',
  display_label: 'Main',
  sequence_number: 1,
  type: 'used',
  fields: names.map((api_name, index) => ({
    api_name,
    sequence_number: index,
    type: 'used',
    required: false,
    pick_list_values: plain('x'),
  })),
})
const maps = (map: Readonly<Record<string, readonly string[]>>): object => ({
  pick_list_values: Object.entries(map).map(([value, options]) => ({
    ...option(value, value),
    maps: plain(...options),
  })),
})

/** What the classes were generated from. */
export const org: Readonly<Record<string, object>> = {
  'modules.json': {
    modules: [
      module('Leads', { id: '771' }),
      module('Deals', { id: '772' }),
      module('Accounts', { id: '773' }),
    ],
  },
  'fields_Leads.json': {
    fields: [
      field('Last_Name', 'text', { json_type: 'string' }),
      picklist('Lead_Source', [
        ...plain('-None-'),
        option('Shop', 'Store'),
        ...plain('Fair'),
        option('Old', 'Old', 'unused'),
      ]),
      picklist('Tags', [option('Brand new', 'new'), option('Very hot', 'hot')], 'multiselectpicklist'),
      picklist(
        'Country',
        plain('-None-', 'Germany', 'Austria', '__proto__', 'constructor', 'Atlantis', 'Vatican'),
      ),
      picklist('State', plain('-None-', 'Bavaria', 'Hesse', 'Tyrol', 'toString')),
      picklist('Regions', plain('North', 'South', 'Alps'), 'multiselectpicklist'),
    ],
  },
  'fields_Deals.json': {
    fields: [
      field('Deal_Name', 'text', { json_type: 'string' }),
      picklist('Pipeline', plain('Standard', 'Fleet')),
      picklist('Stage', plain('Open', 'Won', 'Rented')),
    ],
  },
  'fields_Accounts.json': { fields: [field('Account_Name', 'text', { json_type: 'string' })] },
  'layouts_Leads.json': {
    layouts: [
      {
        id: '881',
        api_name: 'Standard',
        name: 'Standard',
        status: 'active',
        sections: [shown('Country', 'State', 'Regions')],
      },
    ],
  },
  'map_dependency_881.json': {
    map_dependency: [
      {
        id: '1',
        active: true,
        parent: { api_name: 'Country' },
        child: { api_name: 'State' },
        ...maps({
          Germany: ['Bavaria', 'Hesse'],
          Austria: ['Tyrol'],
          ['__proto__']: ['toString'],
          constructor: ['Tyrol'],
          Vatican: [],
        }),
      },
      {
        id: '2',
        active: true,
        parent: { api_name: 'Country' },
        child: { api_name: 'Regions' },
        ...maps({ Germany: ['North', 'South'], Austria: ['Alps'] }),
      },
    ],
  },
  'layouts_Deals.json': {
    layouts: [
      {
        id: '882',
        api_name: 'Standard',
        name: 'Standard',
        status: 'active',
        sections: [shown('Pipeline', 'Stage')],
      },
    ],
  },
  'pipeline_882.json': {
    pipeline: [
      { id: '1', ...option('Standard', 'Standard'), maps: plain('Open', 'Won') },
      { id: '2', ...option('Fleet', 'Fleet'), maps: plain('Open', 'Rented') },
    ],
  },
}

/** An organisation that the classes were generated from, and a folder for a client of it. */
export interface Opened {
  readonly zoho: Emulator
  /** Nothing is in it, nor is it there. */
  readonly resourcePath: string
  /** Another client of the same folder. */
  readonly client: (options?: Partial<ClientOptions>) => Client
}

/** Starts the organisation. */
export async function opened(options: EmulatorOptions = {}): Promise<Opened> {
  const zoho = await emulator({ org: await orgFolder(org), ...options })
  const resourcePath = join(await scratchFolder(), 'resources')
  return { zoho, resourcePath, client: (given = {}) => clientOf(zoho, { resourcePath, ...given }) }
}

/** Calls for metadata, and those that ask whose it is. */
export const METADATA: RegExp = /^GET \/crm\/v8\/(settings|users|org)\b/

/** The calls for metadata, and those that ask whose it is. */
export function metadataCalls(zoho: Emulator): readonly Call[] {
  return zoho.calls().filter(({ method, path }) => METADATA.test(`${method} ${path}`))
}

/** Writes other times into what is cached of the metadata: as if all of it had happened so much earlier. */
export async function makeOlder(resourcePath: string, milliseconds: number): Promise<void> {
  const folder = join(resourcePath, 'resources')
  for (const name of await readdir(folder)) {
    for (const file of ['metadata.json', 'spent.json']) {
      const path = join(folder, name, file)
      const text = await readFile(path, 'utf8').catch(() => null)
      if (text !== null) await writeFile(path, JSON.stringify(JSON.parse(text, older(milliseconds))))
    }
  }
}

const TIMES = ['pulledAt', 'globalsReadAt', 'at', 'fields', 'layouts', 'relatedLists', 'customViews']

function older(milliseconds: number): (key: string, value: unknown) => unknown {
  return (key, value) => (TIMES.includes(key) && typeof value === 'number' ? value - milliseconds : value)
}

/** What a logger was told, and what tells it. */
export interface Log {
  readonly logger: Logger
  readonly lines: readonly { readonly level: string; readonly message: string; readonly facts: object }[]
  /** The sentences of a level. */
  of(level: string): readonly string[]
}

/** A logger that remembers. */
export function log(): Log {
  const lines: { level: string; message: string; facts: object }[] = []
  const to = (level: string) => (facts: object, message: string) => void lines.push({ level, message, facts })
  const logger = { debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') }
  return {
    logger,
    lines,
    of: (level) => lines.filter((line) => line.level === level).map((line) => line.message),
  }
}

/** Changes an option of a picklist. */
export function changeOption(apiName: string, display: string, change: object): (body: OrgBody) => OrgBody {
  return (body) => ({
    ...body,
    fields: (body['fields'] as { api_name: string; pick_list_values: { display_value: string }[] }[]).map(
      (one) =>
        one.api_name === apiName
          ? {
              ...one,
              pick_list_values: one.pick_list_values.map((each) =>
                each.display_value === display ? { ...each, ...change } : each,
              ),
            }
          : one,
    ),
  })
}

/** A module of metadata. */
export function moduleOf(metadata: Metadata | null, apiName = 'Leads'): ModuleMetadata {
  const found = metadata?.modules.find((one) => one.apiName === apiName)
  if (found === undefined) throw new Error(`${apiName} is not in the metadata`)
  return found
}

/** The hash of a module as an organisation has it now. */
export async function hashNow(zoho: Emulator, apiName = 'Leads'): Promise<string> {
  const client = clientOf(zoho, { resourcePath: join(await scratchFolder(), 'resources') })
  await client.metadata.refresh({ force: true })
  return moduleHash(moduleOf(client.metadata.current(), apiName))
}
