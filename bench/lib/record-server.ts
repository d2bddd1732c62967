// What the competitors read from and write to: node --import tsx record-server.ts <org folder> <page file>. It prints its
// origin. Every answer is made beforehand, so that the time of a run is the competitor's.
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { moduleFile } from '../../emulator/orgs/org-folder.ts'
import { type PageBody, PER_PAGE } from './record-page.ts'

const [org = '', pageFile = ''] = process.argv.slice(2)
const page = JSON.parse(readFileSync(pageFile, 'utf8')) as PageBody
const pages = Array.from({ length: page.pages }, (_, index) => pageBody(index + 1))
const firstRecord = bytes({
  data: page.records.slice(0, 1),
  info: { per_page: 1, count: 1, page: 1, more_records: false, next_page_token: null },
})
const written = new Map<number, Buffer>()

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://server')
  const body = await bodyOf(request)
  const answer = request.method === 'GET' ? read(url) : write(url, body)
  if (answer === null) response.writeHead(204).end()
  else
    response
      .writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': answer.length })
      .end(answer)
})
// A connection outlives the pauses between a competitor's calls.
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})

function read({ pathname, searchParams }: URL): Buffer | null {
  const path = pathname.replace('/crm/v8', '')
  if (path === '/settings/fields') return file(moduleFile('fields', searchParams.get('module') ?? ''))
  if (path === '/settings/modules') return file('modules.json')
  if (path.startsWith('/settings/')) return null
  if (path === '/users') return file('users.json')
  if (path === '/org') return file('org.json')
  if (searchParams.get('per_page') === '1') return firstRecord
  const number = searchParams.get('page_token') ?? searchParams.get('page')
  return pages[Number(number) - 1] ?? null
}

function write({ pathname }: URL, body: Buffer): Buffer {
  if (pathname.startsWith('/oauth/'))
    return bytes({ access_token: 'bench.access', expires_in: 3600, token_type: 'Bearer' })
  const rows = countRows(body)
  const made =
    written.get(rows) ?? bytes({ data: Array.from({ length: rows }, (_, index) => success(index)) })
  written.set(rows, made)
  return made
}

function success(index: number): object {
  const by = { name: 'Ada Kettle', id: '1000000377219151640' }
  const time = '2026-01-01T00:00:00+00:00'
  const details = {
    id: recordId(index),
    Created_Time: time,
    Created_By: by,
    Modified_Time: time,
    Modified_By: by,
  }
  return { code: 'SUCCESS', details, message: 'record added', status: 'success' }
}

/** The rows of a body, none of which has arrays in it: what stands between them tells, without parsing. */
function countRows(body: Buffer): number {
  let rows = 1
  for (let at = body.indexOf('},{'); at >= 0; at = body.indexOf('},{', at + 3)) rows++
  return rows
}

function pageBody(number: number): Buffer {
  const more = number < page.pages
  const data = page.records.map((record, index) => ({ ...record, id: recordId(number * PER_PAGE + index) }))
  const token = more ? String(number + 1) : null
  const info = { per_page: PER_PAGE, count: data.length, sort_by: 'id', page: number, sort_order: 'desc' }
  return bytes({ data, info: { ...info, next_page_token: token, more_records: more } })
}

function recordId(number: number): string {
  return `1000000001${String(number).padStart(9, '0')}`
}

function file(name: string | undefined): Buffer | null {
  return name === undefined ? null : readFileSync(join(org, name))
}

function bytes(body: unknown): Buffer {
  return Buffer.from(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
