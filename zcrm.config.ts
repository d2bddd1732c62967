import { defineConfig } from 'zcrm'

// The demo organisation of the emulator; `npm start` generates its SDK into generated/.
export default defineConfig({
  snapshot: 'zcrm.snapshot.json',
  out: 'generated',
})
