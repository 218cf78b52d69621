#!/usr/bin/env node
// Starts the server: from its sources in a checkout, from its build where it was installed as a package.
import { existsSync } from 'node:fs'
import { register } from 'node:module'

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`error: Espalier needs Node 20.19 or newer; this is ${process.versions.node}\n`)
  process.exit(70)
}

const source = new URL('../src/main.ts', import.meta.url)
if (existsSync(source)) {
  const { register: registerTypeScript } = await import('tsx/esm/api')
  registerTypeScript()
  register('./source-condition.js', import.meta.url)
  await import(source.href)
} else {
  await import('../dist/main.js')
}
