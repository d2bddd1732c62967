import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { root } from './scratch.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome']

/** Nothing but what a test asks for: no sandbox (containers have none), no updates, no calls home. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** `CHROMIUM_PATH`, or the first browser in the search path. */
function findChromium(): string | undefined {
  const given = process.env['CHROMIUM_PATH'] ?? ''
  if (given !== '') return given
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path))
}

const path = findChromium()

/** Whether there is a browser to test in; under CI always, so that a test fails for want of it and is not skipped. */
export const isChromiumThere: boolean = process.env['ZCRM_TEST_CI'] === 'true' || path !== undefined

/** Has one headless Chromium for the tests of a file. Gives what opens a page, without cookies, for one test. */
export function useChromium(): () => Promise<Page> {
  const profile = join(root, 'test/.work', randomUUID())
  let context: BrowserContext | undefined
  beforeAll(async () => {
    if (path === undefined) throw new Error(`no ${NAMES.join(', ')} in the search path: set CHROMIUM_PATH`)
    context = await chromium.launchPersistentContext(profile, {
      executablePath: path,
      headless: true,
      args: ARGS,
    })
  })
  afterAll(async () => {
    await context?.close()
    await rm(profile, { recursive: true, force: true })
  })
  return async () => {
    if (context === undefined) throw new Error('Chromium has not started')
    await context.clearCookies()
    const page = await context.newPage()
    onTestFinished(() => page.close())
    return page
  }
}
