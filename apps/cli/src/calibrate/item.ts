import type { JudgedItem } from '@espalier/token'

/** Something to be judged, and what is true of it. */
export interface CalibrationItem extends JudgedItem {
  readonly label: boolean
  /** Items of one problem: the bootstrap draws them together. */
  readonly group: string
  /** The state itself, for a model that values states; absent for items of a file. */
  readonly state?: unknown
}

/** What a judge says of an item; null where it says nothing. */
export interface JudgedItemValue {
  readonly value: number | null
  /** Votes asked for, and those that could not be read. */
  readonly votes: number
  readonly unread: number
}

export interface CalibrationJudge {
  readonly name: string
  judge(item: CalibrationItem, signal: AbortSignal): Promise<JudgedItemValue>
  close(): Promise<void> | void
}
