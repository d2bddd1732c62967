import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ourApp } from '../lib/edited-app.ts'
import { type EditedApp, keystrokes, type Latencies } from '../lib/keystroke.ts'
import { machine } from '../lib/machine.ts'
import { scratch } from '../lib/paths.ts'
import { installPeers } from '../lib/peers.ts'
import { countFields, type Schema } from '../lib/schema.ts'
import { type Size, syntheticSchema } from '../lib/synthetic-schema.ts'
import { alignedTable, markdownTable } from '../lib/table.ts'
import { type Compilation, type CompileCost, compileCosts, costOf } from '../lib/tsc.ts'
import { hoverTexts, type Message, mistakeMessages } from './messages.ts'
import { type ShapeProject, writeProject } from './project.ts'
import { fileName, type Shape } from './shape.ts'
import { shapes } from './shapes.ts'

/** The sizes that are measured, and how often each compilation is repeated. */
const measured: readonly (Size & { readonly runs: number })[] = [
  { modules: 100, fields: 100, options: 10, runs: 7 },
  { modules: 300, fields: 100, options: 10, runs: 5 },
]

const head = [
  'shape',
  'types',
  'docs',
  'picklists',
  'folder 7',
  'folder 5.9',
  'MB 7 / 5.9',
  'module 7',
  'module 5.9',
  'keys 5.9: create / fields / record',
  'keys 7',
  'cold 5.9 / 7',
]

installPeers()
const wanted = process.argv.slice(2)
const chosen = shapes.filter((shape) => wanted.length === 0 || wanted.includes(shape.id))
const report: string[] = []

for (const size of measured) {
  const title = `${size.modules} × ${size.fields}, ${size.options} options`
  const rows = await measure(syntheticSchema(size), `${size.modules}x${size.fields}`, size.runs)
  console.log(
    `\n${title}: KB per 1,000 fields, seconds over an empty file, milliseconds\n\n${alignedTable(head, rows)}`,
  )
  report.push(`## ${title}`, markdownTable(head, rows))
}

for (const shape of chosen) {
  const { folder } = writeProject(
    shape,
    syntheticSchema({ modules: 3, fields: 100, options: 10 }),
    'messages',
  )
  const messages = [...(await mistakeMessages(folder)), ...(await hoverTexts(folder))]
  report.push(`## ${shape.id}: messages and hovers`, messages.map(quoted).join('\n'))
}

report.push(machine())
mkdirSync(scratch('shapes'), { recursive: true })
writeFileSync(join(scratch('shapes'), 'report.md'), `${report.join('\n\n')}\n`)
console.log(`\n${machine()}\nwith the messages and hovers in bench/work/shapes/report.md`)

async function measure(schema: Schema, name: string, runs: number): Promise<readonly (readonly string[])[]> {
  const projects = chosen.map((shape) => ({ shape, project: writeProject(shape, schema, name) }))
  const costs = await compileCosts(
    projects.flatMap(({ shape, project }) => compilations(shape, schema, project)),
    runs,
  )
  const latencies = await keystrokes(projects.map(({ project }) => appOf(project, schema, 'app.ts')))
  return projects.map(({ shape, project }, index) => [
    shape.id,
    ...sizes(project, schema),
    ...compiled(shape, costs),
    ...typed(latencies[index] ?? []),
  ])
}

/** The whole generated folder, and an app that imports one module of it. */
function compilations(shape: Shape, schema: Schema, project: ShapeProject): readonly Compilation[] {
  const { folder, files } = project
  const { head } = appOf(project, schema, 'one.ts')
  writeFileSync(
    join(folder, 'one.ts'),
    `${head}\nexport const created = door.create({ Last_Name: 'Doe' })\nexport const name = row.Last_Name\n`,
  )
  return [
    { name: `${shape.id} folder`, folder, files },
    { name: `${shape.id} module`, folder, files: ['one.ts'] },
  ]
}

function appOf({ folder }: ShapeProject, schema: Schema, file: string): EditedApp {
  const module = first(schema)
  const path = `./generated/${fileName(module.name)}.js`
  return ourApp({ folder, path, class: module.name, record: `${module.name}Record`, module }, file)
}

function sizes({ bytes }: ShapeProject, schema: Schema): readonly string[] {
  const fields = countFields(schema)
  return [bytes.types, bytes.docs, bytes.picklists].map((size) => (size / fields).toFixed(1))
}

function compiled(shape: Shape, costs: readonly CompileCost[]): readonly string[] {
  const [folder7, folder59] = [
    costOf(costs, `${shape.id} folder`, '7'),
    costOf(costs, `${shape.id} folder`, '5.9'),
  ]
  const [module7, module59] = [
    costOf(costs, `${shape.id} module`, '7'),
    costOf(costs, `${shape.id} module`, '5.9'),
  ]
  return [
    folder7.seconds.toFixed(2),
    folder59.seconds.toFixed(2),
    `${folder7.peakMb?.toFixed(0) ?? '?'} / ${folder59.peakMb?.toFixed(0) ?? '?'}`,
    module7.seconds.toFixed(3),
    module59.seconds.toFixed(3),
  ]
}

function typed(latencies: readonly Latencies[]): readonly string[] {
  const medians = latencies.map(({ sites }) =>
    [...sites.values()].map((site) => site.median.toFixed(1)).join(' / '),
  )
  return [...medians, latencies.map(({ cold }) => cold.toFixed(0)).join(' / ')]
}

function quoted({ about, text }: Message): string {
  return `${about}\n\`\`\`\n${text}\n\`\`\``
}

function first({ modules }: Schema): Schema['modules'][number] {
  const [module] = modules
  if (module === undefined) throw new Error('the schema has no module')
  return module
}
