// Files under version control or about to be, by a pattern on their paths from the root.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)
const files = [...new Set(listed)].filter((file) => fs.existsSync(`${root}/${file}`))

export const globSync = (pattern) => files.filter((file) => pattern.test(file)).sort()
export const readFileSync = (file) => fs.readFileSync(`${root}/${file}`, 'utf8')
export const exists = (file) => fs.existsSync(`${root}/${file}`)
