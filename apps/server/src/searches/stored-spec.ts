import type { Budget, SearchSpec } from '@espalier/protocol'
import type { StoredSearch } from '../store/search-store.ts'
import type { Control } from './control.ts'

export const specOf = ({ header }: Pick<StoredSearch, 'header'>): SearchSpec => header.spec as unknown as SearchSpec

/** What a search may spend beside what its log says that it was extended by. */
export const givenBudget = (stored: Pick<StoredSearch, 'header'>, control: Control): Budget =>
  control.budget ?? specOf(stored).budget
