// After packing: the package.json of the repository comes back.
import { existsSync, renameSync } from 'node:fs'

if (existsSync('package.json.source')) renameSync('package.json.source', 'package.json')
