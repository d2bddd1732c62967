import { generate } from './generate.bench.ts'
import { imports } from './import.bench.ts'
import { keystroke } from './keystroke.bench.ts'
import { machine } from './lib/machine.ts'
import { installPeers } from './lib/peers.ts'
import { type Bench, type Result, resultTable } from './lib/result.ts'
import { pull } from './pull.bench.ts'
import { read } from './read.bench.ts'
import { size } from './size.bench.ts'
import { tsc } from './tsc.bench.ts'
import { write } from './write.bench.ts'

const benches: ReadonlyMap<string, Bench> = new Map(
  Object.entries({ generate, size, tsc, keystroke, pull, read, write, import: imports }),
)

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !benches.has(name))
if (unknown.length > 0) {
  console.error(`no bench is called ${unknown.join(', ')}: there are ${[...benches.keys()].join(', ')}`)
  process.exit(2)
}

installPeers()
const results: Result[] = []
for (const [name, bench] of benches) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(`measuring ${name}`)
  results.push(...(await bench()))
}
console.log(`\n${resultTable(results)}\n\n${machine()}`)
