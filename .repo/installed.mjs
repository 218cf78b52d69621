// Installs what is missing, for scripts that run before any package is there: nothing but Node here.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Leaves the process with one clear line where Node is too old. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  console.error(
    `Espalier needs Node 20.19 or newer; this is ${process.versions.node}. Install a newer Node and try again.`,
  )
  process.exit(1)
}

/** `npm ci`, unless what lies in node_modules is what the lockfile names. */
export function installIfMissing(root) {
  if (isInstalled(root)) return
  console.log('Installing packages (npm ci); about a minute the first time …')
  // npm says where it is; a bare `npm` would need a shell on Windows.
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js') ? [process.execPath, process.env.npm_execpath] : ['npm']
  const [command, ...args] = [...npm, 'ci', '--no-audit', '--no-fund', '--loglevel=error']
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: command === 'npm' && process.platform === 'win32',
  })
  if (status === 0 && isInstalled(root)) return
  console.error(
    'Packages could not be installed: npm ci failed (its message is above). It needs the npm registry once.',
  )
  process.exit(1)
}

/** npm writes down what it installed; packages for other platforms are left out there. */
function isInstalled(root) {
  try {
    const read = (file) => JSON.parse(readFileSync(`${root}/${file}`, 'utf8')).packages
    const wanted = read('package-lock.json')
    const present = read('node_modules/.package-lock.json')
    return Object.entries(wanted).every(([path, { version, link, optional }]) => {
      if (optional === true || !path.includes('node_modules/')) return true
      return present[path] !== undefined && present[path].version === version && present[path].link === link
    })
  } catch {
    return false
  }
}
