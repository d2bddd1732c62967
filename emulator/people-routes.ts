import { noContent, Refusal } from './answers.ts'
import { text } from './json.ts'
import { type People, usersOfType } from './people.ts'
import { type ApiCall, countParam, type Route } from './routes.ts'

const PER_PAGE = 200

/** The routes of the organisation and its users. */
export function peopleRoutes(people: People): readonly Route[] {
  return [
    {
      method: 'GET',
      path: 'org',
      areas: () => ['org'],
      handle: () => ({ status: 200, body: people.org }),
    },
    { method: 'GET', path: 'users', areas: () => ['users'], handle: (call) => listUsers(people, call) },
    {
      method: 'GET',
      path: 'users/:id',
      areas: () => ['users'],
      handle: ({ params: [id] }) => {
        const users = people.users.filter((user) => text(user, 'id') === id)
        return users.length > 0 ? { status: 200, body: { users } } : noContent
      },
    },
  ]
}

function listUsers(people: People, call: ApiCall): ReturnType<Route['handle']> {
  const type = call.query.get('type') ?? 'AllUsers'
  const all = usersOfType(people, type, call.user)
  if (!all) throw new Refusal('INVALID_DATA', { param_name: 'type' })
  const page = countParam(call, 'page', 1, Number.MAX_SAFE_INTEGER)
  const perPage = countParam(call, 'per_page', PER_PAGE, PER_PAGE)
  const users = all.slice((page - 1) * perPage, page * perPage)
  if (users.length === 0) return noContent
  const info = { per_page: perPage, count: users.length, page, more_records: page * perPage < all.length }
  return { status: 200, body: { users, info } }
}
