import type { Faker } from '@faker-js/faker'

/** What a text says, by the name of its field; the first match counts. */
const BY_NAME: readonly (readonly [RegExp, (faker: Faker) => string])[] = [
  [/^first_?name/i, (faker) => faker.person.firstName()],
  [/^(last|sur)_?name/i, (faker) => faker.person.lastName()],
  [/^full_?name/i, (faker) => faker.person.fullName()],
  [/salutation/i, (faker) => faker.person.prefix()],
  [/company|account_?name|vendor_?name|organi[sz]ation/i, (faker) => faker.company.name()],
  [/designation|title|position/i, (faker) => faker.person.jobTitle()],
  [/street|address/i, (faker) => faker.location.streetAddress()],
  [/city/i, (faker) => faker.location.city()],
  [/state|province|county/i, (faker) => faker.location.state()],
  [/country/i, (faker) => faker.location.country()],
  [/zip|postal|(^|_)code($|_)/i, (faker) => faker.location.zipCode()],
  [/product/i, (faker) => faker.commerce.productName()],
  [/industry|department/i, (faker) => faker.commerce.department()],
  [/skype|twitter/i, (faker) => faker.internet.username()],
  [/email/i, (faker) => faker.internet.email()],
  [/phone|mobile|fax/i, (faker) => faker.phone.number({ style: 'national' })],
  [/deal|subject|campaign|name/i, (faker) => faker.company.catchPhrase()],
]

/** A plausible short text for a field of a name. */
export function textMaker(name: string): (faker: Faker) => string {
  return (
    BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? ((faker) => faker.commerce.productAdjective())
  )
}
