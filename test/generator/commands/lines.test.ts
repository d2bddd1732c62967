import { expect, test } from 'vitest'
import { failureText } from '../../../generator/commands/failure.ts'
import { createTerminal } from '../../../generator/commands/terminal.ts'
import { ConfigurationError } from '../../../runtime/index.ts'

// GitHub Actions obeys a line that begins so, whatever program prints it.
const NAME = 'New\n::error::evil\r\u2028\u001b[2J'

test('a line is one line, whatever is named in it', () => {
  const written: string[] = []
  const stream = { write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream
  const terminal = createTerminal(stream, stream, { json: false })
  terminal.line(`  ${NAME} has 7 fields`)
  expect(written.join('')).toBe('  New\\u000a::error::evil\\u000d\\u2028\\u001b[2J has 7 fields\n')
})

test('a line to be copied is not broken on a narrow terminal', () => {
  const written: string[] = []
  const write = (text: string) => written.push(text)
  const stream = { write, isTTY: true, columns: 20 } as unknown as NodeJS.WriteStream
  createTerminal(stream, stream, { json: false }).verbatim('ZohoCRM.modules.ALL,ZohoCRM.org.READ')
  createTerminal(stream, stream, { json: true }).verbatim('nothing for machines')
  expect(written.join('')).toBe('ZohoCRM.modules.ALL,ZohoCRM.org.READ\n')
})

test('an expected failure is two lines, whatever is named in it', () => {
  const text = failureText(new ConfigurationError(`there is no ${NAME}`, 'Did you mean New\nLine?'), false)
  expect(text.split(/[\n\u2028]/)).toEqual([
    'there is no New ::error::evil \u001b[2J',
    'Did you mean New Line?',
    '',
  ])
})
