/** A client, signed in with the first call, and the generated class over it. */
export async function signIn({ origin, app, door, fetch }) {
  const { createClient, Environment, MemoryStore, OAuthToken, ...generated } = await import(app)
  const client = createClient({
    environment: Environment.custom({ accountsUrl: origin, apiUrl: origin, fileUploadUrl: origin }),
    token: OAuthToken.refresh({ clientId: 'bench', clientSecret: 'bench', refreshToken: 'bench' }),
    store: new MemoryStore(),
    ...(fetch === 'global' ? { fetch: globalThis.fetch } : {}),
  })
  return new generated[door](client)
}
