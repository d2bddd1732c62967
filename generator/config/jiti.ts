import { sep } from 'node:path'
import { defineConfig } from './define.ts'

/** Imports a file with what it imports, whatever was imported before. Packages are taken as they are known. */
export async function importAnew(path: string, seen: (path: string) => void): Promise<object> {
  const jiti = await jitiOf(path)
  const before = new Set(Object.keys(jiti.cache))
  try {
    return await jiti.import<object>(path)
  } finally {
    const loaded = Object.keys(jiti.cache).filter((file) => !before.has(file))
    for (const file of loaded.filter((one) => !one.includes(`${sep}node_modules${sep}`))) {
      seen(file)
      delete jiti.cache[file]
    }
  }
}

async function jitiOf(path: string): Promise<ReturnType<typeof import('jiti').createJiti>> {
  const { createJiti } = await import('jiti')
  return createJiti(path, {
    fsCache: false,
    interopDefault: false,
    // The configuration imports defineConfig from the zcrm that runs it, also where none is installed beside it.
    virtualModules: { zcrm: { defineConfig } },
  })
}

/**
 * A syntax error with its place, which Node tells to nobody but the terminal. jiti puts what it finds into the code that
 * it makes. The file at fault may be another one that is imported: then it finds nothing.
 */
export async function located(path: string, text: string, error: SyntaxError): Promise<unknown> {
  const code = (await jitiOf(path)).transform({ source: text, filename: path })
  const [, line, column] =
    /"line":(\d+),"column":(\d+)/.exec(/__JITI_ERROR__ = .*/.exec(code)?.[0] ?? '') ?? []
  return line === undefined ? error : new SyntaxError(`${error.message} (${line}:${Number(column) + 1})`)
}
