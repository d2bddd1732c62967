// The official SDK as a client of the emulator:
// node client.js <scenario> '<what the emulator printed>' <folder for its files> ['<what the scenario is given>']
// It prints one JSON line: what the scenario got.
import { signIn } from './sdk.js'
import { shown } from './shown.js'

const [scenario, emulator, folder, given = 'null'] = process.argv.slice(2)
await signIn(JSON.parse(emulator), folder)
const { run } = await import(`./scenarios/${scenario}.js`)
console.log(JSON.stringify(shown(await run(JSON.parse(given)))))
