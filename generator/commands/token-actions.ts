/** What `zcrm token` can do. */
export const tokenActions = ['list', 'import', 'revoke', 'remove'] as const

/** One of {@link tokenActions}. */
export type TokenAction = (typeof tokenActions)[number]
