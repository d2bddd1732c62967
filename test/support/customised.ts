import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  applyGeneration,
  type Config,
  type Generation,
  planGeneration,
  resolveConfig,
} from '../../generator/index.ts'
import { root, scratchFolder } from './scratch.ts'

/** The first line of a template. */
export const VIEW = '{{!-- zcrm view 1 --}}\n'

/** A project with templates of its own, in a folder of its own. */
export interface Project {
  readonly folder: string
  /** The output folder. */
  readonly out: string
  /** Plans what the configuration says. */
  readonly plan: (config?: Config, snapshot?: string) => Promise<Generation>
  /** Plans and writes. */
  readonly generate: (config?: Config, snapshot?: string) => Promise<Generation>
}

/** Makes a project; each template gets the first line that it needs. */
export async function project(templates: Readonly<Record<string, string>> = {}): Promise<Project> {
  const folder = await scratchFolder()
  await mkdir(join(folder, 'templates'))
  for (const [name, text] of Object.entries(templates)) {
    await mkdir(dirname(join(folder, 'templates', name)), { recursive: true })
    await writeFile(join(folder, 'templates', name), VIEW + text)
  }
  const demo = await readFile(join(root, 'zcrm.snapshot.json'), 'utf8')
  const resolved = (content: Config) =>
    resolveConfig({
      flags: {},
      env: {},
      file: { path: join(folder, 'zcrm.config.ts'), content: { templates: 'templates', ...content } },
      cwd: folder,
    })
  const plan: Project['plan'] = async (config = {}, snapshot = demo) =>
    planGeneration(resolved(config), snapshot)
  return {
    folder,
    out: join(folder, 'generated'),
    plan,
    generate: async (config = {}, snapshot = demo) => {
      const generation = await plan(config, snapshot)
      await applyGeneration(resolved(config), generation)
      return generation
    },
  }
}
