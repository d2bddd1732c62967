import type { StoredToken } from './token-store.ts'
import { type Rule, same, type Trial } from './verify-trial.ts'

const AT_ONCE = 10
const NUMBERS: readonly number[] = Array.from({ length: AT_ONCE }, (_, index) => index)

/** Texts that differ for us, whatever databases and file systems make of them. */
const HOSTILE: readonly string[] = [
  ...['x', 'X', 'x ', ' x', 'x\t', 'x\n', 'é', 'e\u0301', 'ß', 'ss', '😀', '\ufffd', '%', '_', '?', '$1'],
  ...["'", '"', '`', '\\', "\\'", "'; drop table zcrm_tokens; --", '../x', 'x/y', 'x:y', '{"a":1}', 'null'],
]

/** Every property with a value that is easily lost. */
const EXTREME = {
  environment: 'https://accounts.example.com https://api.example.com',
  clientId: '',
  clientSecret: 'é "\\\n\t😀 \u2028',
  refreshToken: 'r'.repeat(2000),
  expiresAt: Number.MAX_SAFE_INTEGER,
  apiDomain: 'https://www.zohoapis.eu',
  scopes: 'ZohoCRM.modules.ALL ZohoCRM.settings.ALL',
  blockedUntil: 0,
  user: '',
  organization: '0123',
}

const findsById: Rule = {
  promise: 'find gives the token of an id as it was saved, and null for an unknown id',
  async check(trial) {
    const [plain, extreme] = [trial.token({ id: trial.name('a') }), { id: trial.name('b'), ...EXTREME }]
    const tokens = [plain, trial.token(extreme)]
    for (const token of tokens) await save(trial, token)
    for (const token of tokens) same('what was found', await trial.one.find({ id: token.id }), token)
    for (const id of [trial.name('unknown'), trial.name('')]) {
      same('what was found of an unknown id', await trial.one.find({ id }), null)
    }
  },
}

const findsByFingerprint: Rule = {
  promise: 'find gives the token of a fingerprint, that of the smallest id where there are several',
  async check(trial) {
    const fingerprint = trial.name('shared')
    const ids = ['\uff5e', 'b', 'a', 'B', '😀'].map((suffix) => trial.name(suffix))
    for (const id of ids) await save(trial, trial.token({ id, fingerprint }))
    for (const id of ids.toSorted()) {
      same('the id found by a fingerprint', (await trial.one.find({ fingerprint }))?.id, id)
      await trial.one.remove(id)
    }
    same('what was found of an unknown fingerprint', await trial.one.find({ fingerprint }), null)
  },
}

const sortsLists: Rule = {
  promise: 'list gives every token, sorted by id by code unit',
  async check(trial) {
    const ids = ['b', 'a', 'B', '10', '9', 'é', '\uff5e', '😀', 'Z', '_', 'a a'].map((one) => trial.name(one))
    for (const id of ids) await save(trial, trial.token({ id }))
    same('the list of ids', trial.mine(await trial.one.list()), ids.toSorted())
    const [first] = (await trial.one.list()).filter(({ id }) => id === ids[0])
    same('a token of the list', first, trial.token({ id: ids[0] ?? '' }))
  },
}

const keepsLetters: Rule = {
  promise: 'ids, fingerprints and values are kept to the letter, and no two are confused',
  async check(trial) {
    // Long ones differ at their ends alone; __proto__ cannot be made unique, and may be somebody's.
    const long = ['y', 'z'].map((end) => trial.name('').padEnd(249, 'x') + end)
    const ids = [...HOSTILE.map((suffix) => trial.name(suffix)), ...long]
    if ((await trial.one.find({ id: '__proto__' })) === null) ids.push('__proto__')
    const tokens = ids.map((id) =>
      trial.token({ id, fingerprint: trial.name(id), accessToken: id, user: id, clientSecret: `${id} ` }),
    )
    for (const token of tokens) await save(trial, token)
    for (const token of tokens) {
      const { id, fingerprint } = token
      same(`what was found of the id ${JSON.stringify(id)}`, await trial.one.find({ id }), token)
      const found = await trial.one.find({ fingerprint })
      same(`what was found of the fingerprint ${JSON.stringify(fingerprint)}`, found, token)
    }
  },
}

const givesCopies: Rule = {
  promise: 'every value is a copy: changing it changes nothing that is stored',
  async check(trial) {
    const token = trial.token({ id: trial.name('a') })
    const saved = { ...token }
    await save(trial, saved)
    const found = await trial.one.find({ id: token.id })
    const listed = (await trial.one.list()).filter(({ id }) => id === token.id)
    for (const copy of [saved, found, ...listed]) {
      if (copy !== null) Reflect.set(copy, 'accessToken', 'changed by its reader')
      same('a token after a copy was changed', await trial.one.find({ id: token.id }), token)
    }
    const before = await trial.one.list()
    await save(trial, trial.token({ id: trial.name('b') }))
    same('a list after a later save', trial.mine(before), [token.id])
  },
}

const countsVersions: Rule = {
  promise: 'save writes version 1 first, then one more each time, says so, and refuses every other version',
  async check(trial) {
    const id = trial.name('a')
    for (const stored of [0, 1, 2, 3]) {
      for (const version of [0, -1, 1, 2, 3, 4, 5, 6].filter((one) => one !== stored + 1)) {
        const refused = trial.token({ id, version, accessToken: 'refused' })
        same(`save of version ${version} over ${stored}`, await trial.one.save(refused), false)
      }
      same('the version after refused saves', (await trial.one.find({ id }))?.version ?? 0, stored)
      const next = trial.token({ id, version: stored + 1, accessToken: `of version ${stored + 1}` })
      await save(trial, next)
      same('what was found after a save', await trial.one.find({ id }), next)
    }
  },
}

const fencesSaves: Rule = {
  promise: 'of saves of the same version at once exactly one says true, and its token is stored, whole',
  async check(trial) {
    const id = trial.name('a')
    for (const version of [1, 2, 3]) {
      const rivals = NUMBERS.map((index) => {
        const text = `of rival ${index}`
        return trial.token({ id, version, accessToken: text, refreshToken: text, user: text })
      })
      const saved = await Promise.all(rivals.map((rival, index) => trial.store(index).save(rival)))
      const winners = rivals.filter((_, index) => saved[index] === true)
      same(`how many of ${AT_ONCE} saves of version ${version} said true`, winners.length, 1)
      same('what was found afterwards', await trial.one.find({ id }), winners[0])
    }
  },
}

const losesNothing: Rule = {
  promise: 'saves and removals of different tokens at once lose nothing',
  async check(trial) {
    const [removed, kept, added] = ['a', 'b', 'c'].map((letter) =>
      NUMBERS.map((index) => trial.token({ id: trial.name(`${letter}${index}`) })),
    ) as [StoredToken[], StoredToken[], StoredToken[]]
    await Promise.all([...removed, ...kept].map((token, index) => save(trial, token, index)))
    await Promise.all([
      ...removed.map(({ id }, index) => trial.store(index).remove(id)),
      ...added.map((token, index) => save(trial, token, index)),
    ])
    const ids = [...kept, ...added].map(({ id }) => id)
    same('the list of ids', trial.mine(await trial.one.list()), ids.toSorted())
  },
}

const removes: Rule = {
  promise: 'remove takes away the token of an id and no other; an unknown id is no error',
  async check(trial) {
    const [gone, stays] = [trial.token({ id: trial.name('a') }), trial.token({ id: trial.name('b') })]
    await trial.one.remove(gone.id)
    for (const token of [gone, stays]) await save(trial, token)
    await trial.one.remove(trial.name('unknown'))
    await trial.one.remove(gone.id)
    await trial.one.remove(gone.id)
    same('what was found of a removed id', await trial.one.find({ id: gone.id }), null)
    const { fingerprint } = gone
    same('what was found of a removed fingerprint', await trial.one.find({ fingerprint }), null)
    same('the list of ids', trial.mine(await trial.one.list()), [stays.id])
    // It starts anew.
    await save(trial, gone)
  },
}

const shares: Rule = {
  promise: 'what one store saves or removes, another one sees',
  async check(trial) {
    const { one, other } = trial
    const token = await save(trial, trial.token({ id: trial.name('a') }))
    same('what another store found', await other.find({ id: token.id }), token)
    const next = { ...token, version: 2, accessToken: 'of the other' }
    same('save of version 2 by another store', await other.save(next), true)
    same('save of version 2 that came too late', await one.save({ ...token, version: 2 }), false)
    same('what was found after it', await one.find({ fingerprint: token.fingerprint }), next)
    await other.remove(token.id)
    same('what was found after another store removed it', await one.find({ id: token.id }), null)
  },
}

async function save(trial: Trial, token: StoredToken, index = 0): Promise<StoredToken> {
  same(`save of the new version ${token.version}`, await trial.store(index).save(token), true)
  return token
}

/** What any store promises of its tokens. */
export const ROW_RULES: readonly Rule[] = [
  findsById,
  findsByFingerprint,
  sortsLists,
  keepsLetters,
  givesCopies,
  countsVersions,
  fencesSaves,
  losesNothing,
  removes,
]

/** What stores promise that share their tokens. */
export const SHARED_ROW_RULES: readonly Rule[] = [shares]
