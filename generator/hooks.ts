import { join } from 'node:path'
import { ConfigurationError } from '@zcrm/runtime'
import type { Hooks } from './config/hooks.ts'
import { MANIFEST_PATH } from './emit/manifest.ts'
import { checkContent } from './emit/outputs.ts'
import type { OutputFile } from './emit/typescript.ts'
import { textIfReadable } from './files/read.ts'
import type { Plan } from './output/plan.ts'

/**
 * The files as `beforeFile` wants them, one after the other.
 * @throws ConfigurationError that names the hook and the file, where it fails or gives what no file can be.
 */
export async function beforeFiles(
  files: readonly OutputFile[],
  { beforeFile }: Hooks,
): Promise<readonly OutputFile[]> {
  if (beforeFile === undefined) return files
  const changed: OutputFile[] = []
  for (const file of files) {
    const content = await called('beforeFile', file.path, () => beforeFile({ ...file }))
    if (content !== undefined && typeof content !== 'string') {
      throw new ConfigurationError(
        `the hook beforeFile gave ${typeof content === 'object' ? 'an object' : String(content)} for ${file.path}`,
        'Let it return the content as a text, or nothing.',
      )
    }
    changed.push(content === undefined ? file : { ...file, content: storable(content) })
  }
  for (const file of changed) checkContent(file, 'the hook beforeFile')
  return changed
}

/** A content as it is read again: with the line ends that are compared, and no half characters. */
function storable(content: string): string {
  return content.replaceAll('\r\n', '\n').replace(/\p{Surrogate}/gu, '\ufffd')
}

/**
 * Calls what has to be called after a plan was carried out.
 * @throws ConfigurationError that names the hook and the file, where it fails or changes what was written.
 */
export async function afterFiles(plan: Plan, { afterFile, done }: Hooks): Promise<void> {
  const { folder, create, update, remove, unchanged } = plan
  const written = [
    ...create.map(({ path }) => ({ path, change: 'created' as const })),
    ...update.map(({ path }) => ({ path, change: 'updated' as const })),
  ].filter(({ path }) => path !== MANIFEST_PATH)
  if (afterFile !== undefined) {
    for (const { path, change } of written)
      await called('afterFile', path, () => afterFile({ path, location: join(folder, path), change }))
    checkUntouched(plan, 'afterFile')
  }
  if (done === undefined || written.length + remove.length === 0) return
  const pathsOf = (files: readonly OutputFile[]) =>
    files.map(({ path }) => path).filter((path) => path !== MANIFEST_PATH)
  await called('done', null, () =>
    done({
      out: folder,
      created: pathsOf(create),
      updated: pathsOf(update),
      removed: remove,
      unchanged: pathsOf(unchanged),
    }),
  )
  checkUntouched(plan, 'done')
}

/** What a hook changed on the disk would be stale in the next moment. */
function checkUntouched({ folder, create, update }: Plan, hook: string): void {
  for (const { path, content } of [...create, ...update]) {
    if (textIfReadable(join(folder, path)) === content) continue
    throw new ConfigurationError(
      `the hook ${hook} changed ${path} after it was written, so that check takes it for stale`,
      'Change content in the hook beforeFile: what it returns is written.',
    )
  }
}

async function called<T>(hook: string, path: string | null, call: () => T): Promise<Awaited<T>> {
  try {
    return await call()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      `the hook ${hook} failed${path === null ? '' : ` for ${path}`}: ${reason.split('\n')[0]}`,
      'Correct it in the configuration; --verbose shows its stack.',
      cause,
    )
  }
}
