import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Grade } from '../../../generator/drift/change.ts'
import { scratchFolder } from '../../support/scratch.ts'
import { typeCheck } from '../../support/tsc.ts'
import { generate, write } from './generated.ts'
import { diff, standard } from './organisations.ts'
import type { Pair } from './pairs/pair.ts'
import { PAIRS } from './pairs/pairs.ts'

const HEAD = `import type * as z from '@zcrm/runtime'
import * as o from './SIDE/index.js'
export declare const client: z.Client
export type Used = [typeof o, z.Client]
`

const name = ({ kind, about }: Pair) => (about === undefined ? kind : `${kind}: ${about}`)

// One compiler for all of them: how long it takes is a matter of what else the machine does.
test('a change is breaking where code that was written before it no longer compiles after it', async () => {
  const folder = await scratchFolder()
  await Promise.all(
    PAIRS.map(async ({ before, after, options, reads = [], writes = [] }, index) => {
      const place = join(folder, `case${index}`)
      for (const [side, metadata] of Object.entries({ before, after })) {
        await generate(join(place, side), metadata, { ...standard, ...options })
        const code = [
          ...reads.map((one, n) => [`read${n}`, one]),
          ...writes.map((one, n) => [`write${n}`, one]),
        ]
        for (const [app, line] of code)
          await write(join(place, `${app}.${side}.ts`), `${HEAD}${line}\n`.replaceAll('SIDE', side))
      }
    }),
  )
  const output = await typeCheck(folder, {
    noUnusedLocals: false,
    isolatedDeclarations: false,
    noImplicitReturns: true,
  })
  const failed = new Map<string, string>()
  for (const line of output.split('\n')) {
    const [, file] = /(case\d+\/[\w./]+\.ts)\(/.exec(line) ?? []
    if (file !== undefined) failed.set(file, `${failed.get(file) ?? ''}${line}\n`)
  }
  const generated = [...failed].filter(([file]) => /\/(before|after)\//.test(file))
  expect(generated, 'errors in what is generated').toEqual([])
  for (const [index, one] of PAIRS.entries()) {
    const change = diff(one.before, one.after, one.options).find(({ kind }) => kind === one.kind)
    expect.soft(change, `${name(one)} is told`).toBeDefined()
    const use = (verb: 'read' | 'write', code: readonly string[] = []) => {
      const told = code.map((_, n) => failed.get(`case${index}/${verb}${n}.before.ts`) ?? '')
      expect.soft(told.join(''), `${name(one)}: the code of before is right`).toBe('')
      const fails = code.map((_, n) => failed.has(`case${index}/${verb}${n}.after.ts`))
      const grade: Grade | undefined = change?.[verb]
      if (code.length === 0) return
      const breaking = grade === 'breaking' && !(verb === 'write' && one.writesCompile)
      expect
        .soft({ name: name(one), verb, breaking })
        .toEqual({ name: name(one), verb, breaking: fails.includes(true) })
    }
    use('read', one.reads)
    use('write', one.writes)
  }
})
