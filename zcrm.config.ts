import { type Config, defineConfig } from 'zcrm'

// The demo organisation of the emulator; `npm start` generates its SDK into generated/.
const config: Config = defineConfig({
  snapshot: 'zcrm.snapshot.json',
  out: 'generated',
})
export default config
