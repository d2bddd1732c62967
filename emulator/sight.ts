import { Refusal } from './answers.ts'
import { text } from './json.ts'
import type { People } from './people.ts'

/** What profiles do not see, by the profile's name: whole modules, and fields by module. */
export type HiddenByProfile = Readonly<
  Record<
    string,
    {
      readonly modules?: readonly string[]
      readonly fields?: Readonly<Record<string, readonly string[]>>
    }
  >
>

/** A Sight is what one user sees of the organisation. */
export interface Sight {
  /** Whether there is anything that is not seen. */
  readonly isWhole: boolean
  seesModule(name: string): boolean
  seesField(module: string, field: string): boolean
}

/** Everything. */
export const WHOLE: Sight = { isWhole: true, seesModule: () => true, seesField: () => true }

/** Sights say what each user sees, which follows from the user's profile. */
export class Sights {
  readonly #people: People
  readonly #byProfile: ReadonlyMap<string, Sight>

  constructor(people: People, hidden: HiddenByProfile = {}) {
    this.#people = people
    this.#byProfile = new Map(Object.entries(hidden).map(([name, of]) => [name, sightWithout(of)]))
  }

  /** What the user with an id sees. */
  of(user: string): Sight {
    const profile = text(this.#people.find(user), 'profile', 'name')
    return this.#byProfile.get(profile ?? '') ?? WHOLE
  }
}

function sightWithout({ modules = [], fields = {} }: HiddenByProfile[string]): Sight {
  const hiddenModules = new Set(modules)
  const hiddenFields = new Map(Object.entries(fields).map(([name, of]) => [name, new Set(of)]))
  return {
    isWhole: false,
    seesModule: (name) => !hiddenModules.has(name),
    seesField: (module, field) => hiddenFields.get(module)?.has(field) !== true,
  }
}

/** Refuses a module that the user does not see. */
export function refuseUnseen(sight: Sight, module: string): void {
  if (!sight.seesModule(module))
    throw new Refusal('NO_PERMISSION', { permissions: [`Crm_Implied_View_${module}`] })
}
