/** Looks at a value: `null` where it is as it should be, else where in it the fault is. */
type Check = (value: unknown) => string | null

const HERE = ''

const when =
  (isFine: (value: unknown) => boolean): Check =>
  (value) =>
    isFine(value) ? null : HERE

const text = when((value) => typeof value === 'string')
const flag = when((value) => typeof value === 'boolean')
const number = when((value) => typeof value === 'number')

const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value)

const textOrNull = orNull(text)
const numberOrNull = orNull(number)

/** A list, as long as it may be. */
function listOf(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return HERE
    for (let index = 0; index < value.length; index += 1) {
      const fault = check(value[index])
      if (fault !== null) return `[${index}]${fault}`
    }
    return null
  }
}

/** An object with some members; what else it has is of no account. */
function objectOf(
  required: Readonly<Record<string, Check>>,
  optional: Readonly<Record<string, Check>>,
): Check {
  const needed = Object.keys(required)
  // A map, since a file may have a member with the name of a method.
  const checks = new Map([...Object.entries(required), ...Object.entries(optional)])
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return HERE
    const members = value as Readonly<Record<string, unknown>>
    for (const name of needed) if (!Object.hasOwn(members, name)) return `.${name}`
    for (const name of Object.keys(members)) {
      const fault = checks.get(name)?.(members[name]) ?? null
      if (fault !== null) return `.${name}${fault}`
    }
    return null
  }
}

const option = objectOf(
  {},
  {
    id: textOrNull,
    display: textOrNull,
    actual: textOrNull,
    reference: textOrNull,
    order: numberOrNull,
    color: textOrNull,
    used: flag,
  },
)

const target = objectOf({ modules: listOf(text) }, { connectedField: textOrNull })

const field = objectOf(
  { apiName: text, label: text, dataType: text },
  {
    id: textOrNull,
    tooltip: textOrNull,
    jsonType: text,
    returnType: textOrNull,
    length: numberOrNull,
    richText: flag,
    mandatory: flag,
    unique: flag,
    used: flag,
    creatable: flag,
    updatable: flag,
    target: orNull(target),
    globalPicklist: textOrNull,
    options: listOf(option),
  },
)

const pair = (first: Check, second: Check): Check => {
  const members = [first, second]
  return when(
    (value) =>
      Array.isArray(value) &&
      value.length === members.length &&
      members.every((check, index) => check(value[index]) === null),
  )
}

const optionName: Check = (value) => (typeof value === 'string' ? null : pair(textOrNull, textOrNull)(value))

/** The lines of a layout, each told by the member that it begins with. */
const layoutLines: readonly (readonly [begins: string, Check])[] = [
  ['layout', objectOf({ layout: text }, { id: textOrNull, apiName: textOrNull, active: flag })],
  [
    'section',
    objectOf({ section: text, fields: listOf(text) }, { apiName: textOrNull, required: listOf(text) }),
  ],
  ['dependency', objectOf({ dependency: pair(text, text) }, {})],
  ['when', objectOf({ when: optionName, options: listOf(optionName) }, {})],
]

const layoutLine: Check = (value) => {
  if (typeof value !== 'object' || value === null) return HERE
  const [, check] = layoutLines.find(([begins]) => Object.hasOwn(value, begins)) ?? []
  return check === undefined ? HERE : check(value)
}

const module = objectOf(
  { apiName: text, label: text, generatedType: text, fields: listOf(field) },
  {
    id: textOrNull,
    notDescribed: text,
    layouts: listOf(layoutLine),
    relatedLists: listOf(
      objectOf(
        {},
        { id: textOrNull, apiName: text, label: text, module: textOrNull, linkingModule: textOrNull },
      ),
    ),
    customViews: listOf(objectOf({}, { id: textOrNull, name: text, systemName: textOrNull })),
  },
)

const file = objectOf(
  {
    profile: textOrNull,
    notSeen: listOf(objectOf({ part: text, reason: text }, {})),
    globalPicklists: listOf(
      objectOf({ apiName: text, label: text, options: listOf(option) }, { id: textOrNull }),
    ),
    modules: listOf(module),
  },
  {},
)

/**
 * Where a file is not made as snapshots are, such as `modules[3].fields[0].label`; `null` where it is. A hash that is
 * right says only that nobody changed the file since it was computed.
 */
export function shapeFault(snapshot: object): string | null {
  const fault = file(snapshot)
  return fault === null ? null : fault.replace(/^\./, '')
}
