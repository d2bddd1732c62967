import { join } from 'node:path'
import * as sdk from '@zohocrm/typescript-sdk-8.0'

/** Initialises the SDK with the emulator's grant token. */
export async function signIn(emulator, folder) {
  const token = new sdk.OAuthBuilder()
    .clientId(emulator.clientId)
    .clientSecret(emulator.clientSecret)
    .grantToken(emulator.grantToken)
    .build()
  await (await new sdk.InitializeBuilder())
    .environment(
      new sdk.Environment(emulator.apiUrl, `${emulator.accountsUrl}/oauth/v2/token`, emulator.fileUploadUrl),
    )
    .token(token)
    .store(new sdk.FileStore(join(folder, 'tokens.txt')))
    .resourcePath(folder)
    .initialize()
}

/** The status of an answer and its typed object, which is an APIException where the call was refused. */
export async function answer(pending) {
  const response = await pending
  return { status: response.getStatusCode(), object: response.getObject() }
}

/** The typed object of an answer that is no refusal. */
export async function success(pending) {
  const { status, object } = await answer(pending)
  if (object?.constructor.name !== 'APIException') return object
  throw new Error(`${status} ${object.getCode().getValue()}: ${object.getMessage()?.getValue?.()}`)
}

/** The code and details of what the SDK itself throws; null where it throws nothing. */
export async function thrown(pending) {
  try {
    await pending
    return null
  } catch (error) {
    return { code: error.code, details: error.details }
  }
}

export async function parameters(...entries) {
  const map = new sdk.ParameterMap()
  for (const [parameter, value] of entries) await map.add(parameter, value)
  return map
}

export async function headers(...entries) {
  const map = new sdk.HeaderMap()
  for (const [header, value] of entries) await map.add(header, value)
  return map
}

/** A record with values by their API names. */
export function record(values) {
  const made = new sdk.Record.Record()
  for (const [name, value] of Object.entries(values)) made.addKeyValue(name, value)
  return made
}

/** The body of a write. */
export function body(records, set = () => {}) {
  const wrapper = new sdk.Record.BodyWrapper()
  wrapper.setData(records)
  set(wrapper)
  return wrapper
}

/** The operations of a module. */
export const operations = (module) => new sdk.Record.RecordOperations(module)
