// Builds what is published: the runtime, then the tool over it, then the templates, compiled.
import { spawnSync } from 'node:child_process'
import { rmSync, writeFileSync } from 'node:fs'
import { root } from './install.js'

export async function build() {
  for (const folder of ['runtime', '.']) {
    rmSync(`${root}/${folder}/dist`, { recursive: true, force: true })
    tsc(`${folder}/tsconfig.build.json`)
  }
  await precompileTemplates()
}

function tsc(project) {
  const args = ['node_modules/typescript/bin/tsc', '-p', project]
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(1)
}

/** The module that `#templates` is in the package: functions instead of texts, so that no compiler is loaded. */
async function precompileTemplates() {
  const { precompileTemplates: precompile } = await import('../dist/generator/emit/precompile.js')
  const { templatesHash, templateTexts } = await import('../dist/generator/templates.js')
  writeFileSync(`${root}/dist/generator/templates.precompiled.js`, precompile(templateTexts, templatesHash))
}

if (process.argv[1] === import.meta.filename) await build()
