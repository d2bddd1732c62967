import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBehind, isAmong, loadInputs, printOf } from '../../generator/inputs.ts'
import { scratchFolder } from '../support/scratch.ts'

test('a print changes with each file, also where a folder gets one or loses one', async () => {
  const folder = await scratchFolder()
  const [file, templates] = [join(folder, 'a.json'), join(folder, 'templates')]
  const prints = [printOf([file, templates])]
  const look = () => prints.push(printOf([file, templates]))
  await writeFile(file, '1')
  look()
  await mkdir(join(templates, 'partials'), { recursive: true })
  look()
  await writeFile(join(templates, 'partials/field.hbs'), '1')
  look()
  await writeFile(join(templates, 'partials/field.hbs'), '22')
  look()
  expect(new Set(prints).size).toBe(prints.length)
  expect(filesBehind([file, templates])).toEqual([
    file,
    templates,
    join(templates, 'partials'),
    join(templates, 'partials/field.hbs'),
  ])
  expect(printOf([file, templates])).toBe(prints.at(-1))
  await rm(templates, { recursive: true })
  expect(printOf([file, templates])).toBe(prints[1])
})

test('packages in a folder are seen, and not looked into', async () => {
  const folder = join(await scratchFolder(), 'templates')
  await mkdir(folder)
  const packages = join(folder, 'node_modules')
  const print = printOf([folder])
  await mkdir(packages)
  const withPackages = printOf([folder])
  expect(withPackages).not.toBe(print)
  await writeFile(join(packages, 'a.js'), '1')
  expect(printOf([folder])).toBe(withPackages)
  expect(filesBehind([folder])).toEqual([folder, packages])
})

test('a file is among paths that name it or a folder that it is in', () => {
  const paths = ['/app/zcrm.config.ts', '/app/templates']
  const asked = [
    '/app/zcrm.config.ts',
    '/app/templates/a/b.hbs',
    '/app/templates2/b.hbs',
    '/app/zcrm.config.tsx',
  ]
  expect(asked.map((path) => isAmong(paths, path))).toEqual([true, true, false, false])
})

test('the configuration is read anew, with what it imports, and says what it was read from', async () => {
  const folder = await scratchFolder()
  const load = async () => {
    const seen = new Set<string>()
    const { out } = await loadInputs(folder, {}, (path) => seen.add(path))
    return { out, seen: [...seen].sort() }
  }
  const paths = (...names: string[]) => names.map((name) => join(folder, name)).sort()
  await writeFile(join(folder, 'zcrm.config.ts'), "import { out } from './out.ts'\nexport default { out }\n")
  for (const out of ['one', 'two']) {
    await writeFile(join(folder, 'out.ts'), `export const out: string = '${out}'\n`)
    expect(await load()).toEqual({
      out: join(folder, out),
      seen: paths('.env', '.env.local', 'package.json', 'zcrm.config.ts', 'out.ts', 'zcrm.snapshot.json'),
    })
  }
  await rm(join(folder, 'zcrm.config.ts'))
  for (const out of ['three', 'fourth']) {
    await writeFile(join(folder, 'zcrm.config.mjs'), `export default { out: '${out}' }\n`)
    expect((await load()).out).toBe(join(folder, out))
  }
})
