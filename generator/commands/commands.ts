import type { Command } from './command.ts'
import { check } from './declarations/check.ts'
import { diff } from './declarations/diff.ts'
import { emulate } from './declarations/emulate.ts'
import { generate } from './declarations/generate.ts'
import { login } from './declarations/login.ts'
import { pull } from './declarations/pull.ts'
import { token } from './declarations/token.ts'

/** The commands by name, in the order in which help lists them. What they do is loaded when one of them is run. */
export const commands: Readonly<Record<string, Command>> = {
  login,
  pull,
  generate,
  check,
  diff,
  token,
  emulate,
}
