// The thread of `nodeSandbox` in a checkout, where it is TypeScript that Node 20 cannot load by itself.
import { tsImport } from 'tsx/esm/api'

await tsImport('./sandbox-worker.ts', import.meta.url)
