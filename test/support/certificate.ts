import { execFileSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { scratchFolder } from './scratch.ts'

/** A certificate that nobody vouches for but itself. */
export interface Certificate {
  readonly key: Buffer
  readonly cert: Buffer
}

/** Makes a certificate for names, each with its kind: `DNS:localhost`, `IP:127.0.0.1`. */
export async function certificateFor(...names: readonly string[]): Promise<Certificate> {
  const folder = await scratchFolder()
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=test', '-addext', `subjectAltName=${names.join()}`, '-days', '1', '-nodes']
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1']
  const files = ['-keyout', key, '-out', cert]
  execFileSync('openssl', ['req', '-x509', ...subject, ...curve, ...files], { stdio: 'ignore' })
  return { key: await readFile(key), cert: await readFile(cert) }
}
