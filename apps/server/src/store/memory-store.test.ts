import { describeStore } from '../../test/describe-store.ts'
import { memoryStore } from './memory-store.ts'

describeStore('memory store', { open: memoryStore, reopen: null })
