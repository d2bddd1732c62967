import type { Command } from './command.ts'
import { check } from './declarations/check.ts'
import { diff } from './declarations/diff.ts'
import { emulate } from './declarations/emulate.ts'
import { generate } from './declarations/generate.ts'
import { init } from './declarations/init.ts'
import { login } from './declarations/login.ts'
import { openapi } from './declarations/openapi.ts'
import { pull } from './declarations/pull.ts'
import { token } from './declarations/token.ts'
import { watch } from './declarations/watch.ts'

/** The commands by name, in the order in which help lists them. What they do is loaded when one of them is run. */
export const commands: Readonly<Record<string, Command>> = {
  init,
  login,
  pull,
  generate,
  check,
  diff,
  watch,
  openapi,
  token,
  emulate,
}
