import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { FileWatch } from '../../../generator/watch/file-watch.ts'
import { scratchFolder } from '../../support/scratch.ts'

/** A file `one` and a folder `many`, watched; `next` waits until something is noticed. */
async function watched() {
  const folder = await scratchFolder()
  const [one, many] = [join(folder, 'one.json'), join(folder, 'many')]
  await writeFile(one, '1')
  await mkdir(many)
  let noticed = () => {}
  const files = new FileWatch<'one' | 'many'>(() => noticed())
  onTestFinished(() => files.close())
  files.watch(
    new Map([
      ['one', [one]],
      ['many', [many]],
    ]),
  )
  const next = () =>
    new Promise<void>((resolve) => {
      noticed = resolve
    })
  /** What is noticed of something that is done. */
  const after = async (act: () => Promise<unknown>) => {
    const event = next()
    await act()
    await event
    return [...(await files.changed())]
  }
  return { folder, one, many, files, after }
}

test('a file that is written, replaced, removed and made again', async () => {
  const { one, after } = await watched()
  expect(await after(() => writeFile(one, '2'))).toEqual(['one'])
  const replaced = await after(async () => {
    await writeFile(`${one}~`, '3')
    await rename(`${one}~`, one)
  })
  expect(replaced).toEqual(['one'])
  expect(await after(() => rm(one))).toEqual(['one'])
  expect(await after(() => writeFile(one, '4'))).toEqual(['one'])
})

test('a file that is written again as it was, or only touched, has not changed', async () => {
  const { one, after } = await watched()
  expect(await after(() => writeFile(one, '1'))).toEqual([])
  expect(await after(() => utimes(one, 1, 1))).toEqual([])
})

test('files in a folder, and in folders that appear there', async () => {
  const { many, after, files } = await watched()
  expect(await after(() => writeFile(join(many, 'module.hbs'), 'a'))).toEqual(['many'])
  const below = join(many, 'partials')
  await after(() => mkdir(below))
  expect(await after(() => writeFile(join(below, 'field.hbs'), 'b'))).toEqual(['many'])
  expect(await after(() => writeFile(join(below, 'field.hbs'), 'c'))).toEqual(['many'])
  expect([...(await files.changed())]).toEqual([])
})

test('a folder that is replaced by another, as a checkout does', async () => {
  const { folder, many, after } = await watched()
  await mkdir(join(folder, 'other'))
  await writeFile(join(folder, 'other/module.hbs'), 'a')
  const replaced = await after(async () => {
    await rm(many, { recursive: true })
    await rename(join(folder, 'other'), many)
  })
  expect(replaced).toEqual(['many'])
  expect(await after(() => writeFile(join(many, 'module.hbs'), 'b'))).toEqual(['many'])
})

test('what the system does not tell of is found when it is asked for', async () => {
  const { one, files } = await watched()
  files.close()
  await writeFile(one, '2')
  expect([...(await files.changed())]).toEqual(['one'])
})
