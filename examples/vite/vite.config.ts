import { defineConfig, type UserConfig } from 'vite'
import { zcrm } from 'zcrm/vite'

const config: UserConfig = defineConfig({
  // An app with a zcrm.config.ts of its own needs no more than zcrm().
  plugins: [zcrm({ config: '../../zcrm.config.ts' })],
  // Only in the repository of zcrm, where its packages are not built: an app needs none of this.
  resolve: { conditions: ['@zcrm/source', 'module', 'browser', 'development|production'] },
})
export default config
