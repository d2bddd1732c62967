import type { AccountsContext } from './accounts/context.ts'
import type { Access } from './emulator.ts'

/** Where the emulator is and what to sign in with, in the forms in which it is wanted. */
export function accessTo({ origin, clientId, clientSecret, tokens }: AccountsContext): Access {
  const { grantToken, refreshToken } = tokens
  const origins = { accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }
  return {
    ...origins,
    clientId,
    clientSecret,
    grantToken,
    refreshToken,
    origins,
    credentials: { clientId, clientSecret, refreshToken },
    env: {
      ZCRM_ACCOUNTS_URL: origin,
      ZCRM_API_URL: origin,
      ZCRM_FILES_URL: origin,
      ZCRM_CLIENT_ID: clientId,
      ZCRM_CLIENT_SECRET: clientSecret,
      ZCRM_REFRESH_TOKEN: refreshToken,
    },
  }
}
