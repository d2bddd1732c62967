import { defineConfig, type ViteUserConfig } from 'vitest/config'

// Node itself adds the conditions of how a package is loaded: given here, CommonJS would get modules for require().
const conditions = ['@zcrm/source']

const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/.work/**'],
    globalSetup: 'test/support/stage-tool.js',
    pool: 'forks',
    // The tests wait for the processes that they start: a core need not be left for vitest.
    maxWorkers: '100%',
    // What hangs is found however long that takes; what a busy machine slows down must not be taken for it.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What the tests start must not take itself for CI; the tests themselves must know.
    env: { NO_COLOR: '1', CI: '', ZCRM_TEST_CI: process.env['CI'] ?? '' },
  },
})
export default config
