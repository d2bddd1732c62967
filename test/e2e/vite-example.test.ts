import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, cp, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { replaceFile } from '../../generator/files/write.ts'
import { Channel } from '../support/channel.ts'
import { isChromiumThere, useChromium } from '../support/chromium.ts'
import { freePort } from '../support/databases.ts'
import { root, scratchFolder } from '../support/scratch.ts'
import { renameOption } from '../support/snapshot.ts'

// It starts process after process, which takes its time where the machine has other work to do.
vi.setConfig({ testTimeout: 120_000 })

/** The example in a folder of its own, as it stands in the repository: nothing is generated yet. */
async function copyExample(): Promise<string> {
  const folder = await scratchFolder()
  // In the package of the repository zcrm/vite is what it exports.
  await rm(join(folder, 'package.json'))
  for (const path of ['examples/vite', 'zcrm.config.ts', 'zcrm.snapshot.json', 'tsconfig.json']) {
    await cp(join(root, path), join(folder, path), { recursive: true })
  }
  return folder
}

/** Runs Vite on a copy of the example. */
function spawnVite(folder: string, args: readonly string[]): ChildProcess {
  const vite = ['--conditions=@zcrm/source', '--import', 'tsx', join(root, 'node_modules/vite/bin/vite.js')]
  const child = spawn(process.execPath, [...vite, ...args, '--configLoader', 'native'], {
    cwd: join(folder, 'examples/vite'),
    env: { PATH: process.env['PATH'], NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

/** The development server of the example, with what it prints. */
async function serve(folder: string): Promise<{ readonly url: string; readonly lines: Channel<string> }> {
  const port = String(await freePort())
  const child = spawnVite(folder, ['--host', '127.0.0.1', '--port', port, '--strictPort'])
  const lines = new Channel<string>()
  for (const stream of [child.stdout, child.stderr]) {
    if (stream !== null) createInterface({ input: stream }).on('line', (line) => lines.push(line))
  }
  await lines.until((line) => line.includes('Local:'))
  return { url: `http://127.0.0.1:${port}/`, lines }
}

/** What Vite tells the page: its updates, reloads and errors. */
function messagesOf(page: Page): { type: string; updates?: readonly { path: string }[] }[] {
  const messages: { type: string }[] = []
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => messages.push(JSON.parse(String(payload))))
  })
  return messages
}

interface ApiOption {
  readonly display_value: string
  readonly type: string
}

/** The labels that the organisation's own answer has for a field, in order. */
async function labelsOf(field: string): Promise<readonly string[]> {
  const body = JSON.parse(await readFile(join(root, 'emulator/orgs/demo/fields_Leads.json'), 'utf8')) as {
    readonly fields: readonly { api_name: string; pick_list_values: readonly ApiOption[] }[]
  }
  const options = body.fields.find(({ api_name }) => api_name === field)?.pick_list_values ?? []
  return options.filter(({ type }) => type !== 'unused').map(({ display_value }) => display_value)
}

describe.skipIf(!isChromiumThere)('in a browser', () => {
  const open = useChromium()

  test('the form shows the options, and changes with the snapshot while it is open', async () => {
    const folder = await copyExample()
    const snapshot = join(folder, 'zcrm.snapshot.json')
    const { url, lines } = await serve(folder)
    const page = await open()
    const messages = messagesOf(page)
    await page.goto(url)

    // Labels in order, colours, and the options that depend on another field; a menu has no others.
    const sources = page.getByLabel('Lead source').locator('option')
    expect(await sources.allTextContents()).toEqual(await labelsOf('Lead_Source'))
    const statuses = page.getByRole('group', { name: 'Lead status' })
    expect(await statuses.locator('label').allTextContents()).toEqual(await labelsOf('Lead_Status'))
    const dot = statuses.locator('label', { hasText: 'Junk Lead' }).locator('i')
    expect(await dot.getAttribute('style')).toContain('rgb(235, 77, 77)')
    const [regions, depots] = [page.getByLabel('Pickup region'), page.getByLabel('Pickup depot')]
    expect(await depots.isDisabled()).toBe(true)
    await regions.selectOption('City Centre')
    expect(await depots.locator('option').allTextContents()).toEqual([
      '-None-',
      'Canal Street',
      'North Station',
    ])
    await regions.selectOption('Airport')
    expect(await depots.locator('option').allTextContents()).toEqual(['-None-', 'Harbour Gate'])

    // -None- is null.
    await page.getByLabel('Last name').fill('Doe')
    await statuses.getByText('Junk Lead').click()
    const record = JSON.parse((await page.locator('pre').first().textContent()) ?? '') as unknown
    expect(record).toMatchObject({ Last_Name: 'Doe', Lead_Source: null, Lead_Status: 'Junk Lead' })

    // One module is replaced, the page is not loaded again: what was typed is still there.
    await renameOption(snapshot, 'Lead_Status', 'Contacted', 'Rang twice')
    await statuses.getByText('Rang twice').waitFor()
    expect(await page.getByLabel('Last name').inputValue()).toBe('Doe')
    expect(await page.getByLabel('Junk Lead').isChecked()).toBe(true)
    const sent = messages.filter(({ type }) => type !== 'connected' && type !== 'ping')
    expect(sent).toMatchObject([{ type: 'update', updates: [{ path: '/src/main.ts' }] }])

    // What is broken is told until it is mended, to who comes later too.
    const whole = await readFile(snapshot, 'utf8')
    replaceFile(snapshot, '{}')
    const overlay = page.locator('vite-error-overlay .message')
    const told = /zcrm\.snapshot\.json is not a snapshot of zcrm\s+Run zcrm pull/
    await overlay.waitFor()
    expect(await overlay.textContent()).toMatch(told)
    await lines.until((line) => line.includes('is not a snapshot of zcrm'))
    await page.reload()
    await overlay.waitFor()
    replaceFile(snapshot, whole)
    await overlay.waitFor({ state: 'detached' })
    await statuses.getByText('Rang twice').waitFor()
  })

  test('templates and hooks count while the page is open: what throws is told by its place, and mended', async () => {
    const folder = await copyExample()
    const place = (name: string) => join(folder, name)
    const write = async (name: string, text: string) => {
      await mkdir(dirname(place(name)), { recursive: true })
      replaceFile(place(name), text)
    }
    const template = (body: string) =>
      write('templates/title.hbs', `{{!-- zcrm view 1 --}}\n{{code banner}}\n${body}`)
    const hook = (body: string) => write('hook.ts', `export const change = (text: string) => ${body}\n`)
    await write(
      'zcrm.config.ts',
      `import { change } from './hook.ts'
      export default {
        templates: 'templates',
        outputs: [{ template: 'title.hbs', path: 'shown/title.ts', per: 'organisation' as const }],
        hooks: { beforeFile: ({ path, content }) => (path === 'shown/title.ts' ? change(content) : undefined) },
      }\n`,
    )
    await template("export const title = 'First'\n")
    await hook("text.replace('First', 'Hooked first')")
    const main = place('examples/vite/src/main.ts')
    await appendFile(
      main,
      "import { title } from '../../../generated/shown/title.js'\ndocument.title = title\n",
    )
    const { url } = await serve(folder)
    const page = await open()
    await page.goto(url)
    const titled = (title: string) => page.waitForFunction(`document.title === ${JSON.stringify(title)}`)
    await titled('Hooked first')

    await template("export const title = 'Second'\n")
    await titled('Second')
    const overlay = page.locator('vite-error-overlay .message')
    const mended = async (told: RegExp, mend: () => Promise<void>, title: string) => {
      await overlay.waitFor()
      expect(await overlay.textContent()).toMatch(told)
      await mend()
      await overlay.waitFor({ state: 'detached' })
      await titled(title)
    }
    await template('\n{{literal nothing}}\n')
    await mended(
      /templates\/title\.hbs:4: for the organisation: .*\{\{literal …\}\} of something that is not there/,
      () => template("export const title = 'Third'\n"),
      'Third',
    )

    // What the configuration imports is read anew too.
    await hook("{ throw new Error('no title: ' + text.length) }")
    await mended(
      /the hook beforeFile .*shown\/title\.ts.*no title/,
      () => hook("text.replace('Third', 'Hooked third')"),
      'Hooked third',
    )
  })

  test('a server that starts with a broken snapshot goes on when it is mended', async () => {
    const folder = await copyExample()
    const snapshot = join(folder, 'zcrm.snapshot.json')
    const whole = await readFile(snapshot, 'utf8')
    replaceFile(snapshot, '{}')
    const { url } = await serve(folder)
    const page = await open()
    await page.goto(url)
    await page.locator('vite-error-overlay').waitFor()
    replaceFile(snapshot, whole)
    await page.getByText('Junk Lead').waitFor()
    expect(await page.locator('vite-error-overlay').count()).toBe(0)
  })
})

test('what is built for browsers holds the picklists, and nothing of Node', async () => {
  const folder = await copyExample()
  const child = spawnVite(folder, ['build', '--logLevel', 'error'])
  if (child.stderr === null) throw new Error('no pipe')
  const [[code], errors] = await Promise.all([once(child, 'close'), text(child.stderr)])
  expect([code, errors]).toEqual([0, ''])
  const dist = join(folder, 'examples/vite/dist')
  const names = (await readdir(dist, { recursive: true })).filter((name) => name.endsWith('.js'))
  const scripts = await Promise.all(names.map((name) => readFile(join(dist, name), 'utf8')))
  const page = await readFile(join(dist, 'index.html'), 'utf8')
  const entry = scripts[names.findIndex((name) => page.includes(name))] ?? ''
  expect(entry).toContain('Cold Call')
  expect(entry.length).toBeLessThan(12_000)
  expect(scripts.filter((script) => /node-fetch|node:|accounts\.zoho/.test(script))).toEqual([])
})

test('it compiles under every rule of the project', async () => {
  const args = ['node_modules/typescript/bin/tsc', '-p', 'examples/vite', '--pretty', 'false']
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  expect(await text(child.stdout)).toBe('')
})
