// The official SDK, unmodified.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** The SDK, signed in as its README says, with its files in a folder. */
export async function signIn({ origin, officialSdk, folder }) {
  mkdirSync(folder, { recursive: true })
  const { default: sdk } = await import(officialSdk)
  const token = new sdk.OAuthBuilder().clientId('bench').clientSecret('bench').refreshToken('bench').build()
  await (await new sdk.InitializeBuilder())
    .environment(new sdk.Environment(origin, `${origin}/oauth/v2/token`, origin))
    .token(token)
    .store(new sdk.FileStore(join(folder, 'tokens.txt')))
    // It joins paths without a separator in places.
    .resourcePath(`${folder}/`)
    .initialize()
  return sdk
}

/** The typed object of an answer; the SDK returns errors as objects too. */
export async function answer(pending) {
  const response = await pending
  const object = response.getObject()
  if (object?.constructor.name !== 'APIException') return object
  throw new Error(`${response.getStatusCode()} ${object.getCode().getValue()}`)
}
