import type { ModuleClass } from '../records/choices.ts'

/** Which write an input is for. An upsert takes what creates a record. */
export type InputKind = 'create' | 'update'

/** Something that is wrong with an input: a sentence that names the field, and where it stands. */
export interface Issue {
  readonly message: string
  readonly path: readonly (string | number)[]
}

/** The input itself, of which nothing is rewritten, or what is wrong with it. */
export type Validated<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly Issue[] }

/**
 * Tells whether something is the input of a write: a Standard Schema, which forms, routers and servers take. What it
 * needs to know is loaded with the first validation, which is therefore a promise; those after it are not.
 * @see https://standardschema.dev
 */
export interface Validator<T> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => Validated<T> | Promise<Validated<T>>
    readonly types?: { readonly input: T; readonly output: T } | undefined
  }
  /** Loads ahead what it needs to know: no validation is a promise then. */
  readonly load: () => Promise<Validator<T>>
}

/** The validator of a module's input. */
export function validatorOf<T>(module: ModuleClass, kind: InputKind): Validator<T> {
  let validate: Validator<T>['~standard']['validate'] = async (value) => {
    validate = await (await import('./validate.ts')).validateBy(module, kind)
    return validate(value)
  }
  const validator: Validator<T> = {
    // Any validation loads what is needed.
    load: async () => {
      await validate(null)
      return validator
    },
    '~standard': { version: 1, vendor: 'zcrm', validate: (value) => validate(value) },
  }
  return validator
}
