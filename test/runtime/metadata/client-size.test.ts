import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { root } from '../../support/scratch.ts'

/** What an app loads at once, and what it loads when it is first used, as a bundler parts them. */
async function bundled(): Promise<{ readonly text: string; readonly files: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: "export * from '@zcrm/runtime'",
      resolveDir: root,
      sourcefile: 'entry.ts',
      loader: 'ts',
    },
    absWorkingDir: root,
    outdir: 'size',
    conditions: ['@zcrm/source'],
    packages: 'bundle',
    external: ['node:*', 'node-fetch', 'https-proxy-agent', 'pino'],
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    metafile: true,
    write: false,
  })
  const atOnce = new Set<string>()
  const visit = (name: string) => {
    const output = metafile.outputs[name]
    if (output === undefined || atOnce.has(name)) return
    atOnce.add(name)
    for (const { path, kind } of output.imports) if (kind === 'import-statement') visit(path)
  }
  for (const [name, { entryPoint }] of Object.entries(metafile.outputs))
    if (entryPoint === 'entry.ts' || entryPoint === '<stdin>') visit(name)
  const texts = outputFiles.filter(({ path }) => [...atOnce].some((name) => path.endsWith(`/${name}`)))
  return {
    text: texts.map(({ text }) => text).join(''),
    files: [...atOnce].flatMap((name) => Object.keys(metafile.outputs[name]?.inputs ?? {})),
  }
}

test('who does not use the metadata of a running app does not load it', async () => {
  const { text, files } = await bundled()
  expect(files).toContain('runtime/client.ts')
  expect(files).toContain('runtime/metadata-access.ts')
  const lazy =
    /runtime\/(metadata\/|records\/(check|closest)\.|(read-users|organization)\.|http\/(node-fetch|attempts|outcome|retry|hooks|credits|error-of)\.|auth\/(session|flows))/
  expect(files.filter((file) => lazy.test(file))).toEqual([])
  const size = gzipSync(text).length
  process.stdout.write(`@zcrm/runtime at once: ${size} bytes (${text.length} minified)\n`)
  expect(size).toBeLessThanOrEqual(12_000)
})
