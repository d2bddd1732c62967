import { resolve } from 'node:path'
import { refuseGone } from '../config/gone.ts'
import { isAmong, loadInputs, printOf } from '../inputs.ts'
import { generatedFiles } from '../output/ownership.ts'
import { regenerate } from '../regenerate.ts'
import { checkOutput } from './check.ts'
import { failureOf } from './failure.ts'
import type { PluginOptions } from './options.ts'
import { pullIfDue } from './pull.ts'

/** What an update came to, and how the files that it was about were then. */
interface Update {
  readonly paths: readonly string[]
  readonly print: string
  readonly failure: Error | null
}

/** A project as bundlers see it: what is generated for it, and from what. */
export class Project {
  readonly #root: string
  readonly #options: PluginOptions
  #inputs: ReadonlySet<string> = new Set()
  #output: readonly string[] = []
  #configFile: string | null = null
  #last: Update | null = null
  #queue: Promise<unknown> = Promise.resolve()
  #mayPull: boolean

  /** A project in a folder. */
  constructor(root: string, options: PluginOptions) {
    this.#root = root
    this.#options = options
    this.#mayPull = options.pull === true && options.mode !== 'check' && process.env['CI'] !== 'true'
  }

  /** The files and folders that decide what is generated, as far as they are known. */
  get inputs(): ReadonlySet<string> {
    return this.#inputs
  }

  /** The folder of what is generated, if it is known. */
  get output(): readonly string[] {
    return this.#output
  }

  /** Whether a file decides what is generated. */
  isInput(path: string): boolean {
    return isAmong(this.#inputs, path)
  }

  /**
   * Sees to it that what is generated is what the inputs give. Gives the paths of the files that it changed. Where
   * neither inputs nor output changed since the last time, it does no more than look at their times.
   * @throws Error with the two lines of what is wrong and what to do.
   */
  update(): Promise<readonly string[]> {
    // One after the other: of several environments and compilers the first one generates.
    const updated = this.#queue.then(() => this.#update())
    this.#queue = updated.catch(() => {})
    return updated
  }

  async #update(): Promise<readonly string[]> {
    if (this.#last === null || printOf(this.#last.paths) !== this.#last.print) return await this.#work()
    if (this.#last.failure !== null) throw this.#last.failure
    return []
  }

  async #work(): Promise<readonly string[]> {
    const seen = new Set<string>()
    let print: string | null = null
    let failure: Error | null = null
    let isPulling = false
    try {
      const config = await loadInputs(this.#root, this.#options, (path) => seen.add(path))
      if (this.#configFile !== null) seen.add(this.#configFile)
      refuseGone(this.#configFile, config.configFile)
      this.#configFile = config.configFile
      this.#output = [config.out]
      if (this.#mayPull) {
        // Once, also where it fails: without a network the next build goes on from the snapshot.
        this.#mayPull = false
        isPulling = true
        await pullIfDue(config)
        isPulling = false
      }
      print = printOf(seen)
      return this.#options.mode === 'check' ? await checkOutput(config) : (await regenerate(config)).changed
    } catch (error) {
      failure = failureOf(error)
      throw failure
    } finally {
      this.#inputs = seen
      const paths = [...seen, ...this.#output.flatMap(generatedFiles)]
      // What changed while it was read counts as changed the next time.
      const isSame = print === null || printOf(seen) === print
      this.#last = isSame && !isPulling ? { paths, print: printOf(paths), failure } : null
    }
  }
}

const projects = new Map<string, Project>()

/** The project in a folder: the same one for all environments and compilers of a process. */
export function projectOf(options: PluginOptions, folder: string): Project {
  const root = resolve(folder, options.root ?? '')
  const key = JSON.stringify([root, options.config, options.profile, options.mode, options.pull])
  const project = projects.get(key) ?? new Project(root, options)
  projects.set(key, project)
  return project
}
