import type { Extension, SteerEvent } from '@espalier/core'
import { formatCount, formatDuration, plural } from '../parts/format.ts'

/** Who did what to a search, in words. */
export function steerText({ by, action }: SteerEvent): string {
  switch (action.type) {
    case 'focus':
      return action.node === 0 ? `${by} focused everything again` : `${by} focused what is below #${action.node}`
    case 'avoid':
      return `${by} gave up #${action.node} and all below it`
    case 're-root':
      return `${by} committed to the line up to #${action.node}`
    case 're-evaluate':
      return `${by} had #${action.node} judged again`
    case 'insert':
      return `◆ ${by} inserted “${action.label}” below #${action.node}`
    case 'pause':
      return `${by} paused the search`
    case 'resume':
      return `${by} let the search go on`
    case 'cancel':
      return `${by} cancelled the search`
    case 'extend':
      return `${by} extended the budget by ${extensionText(action)}`
    case 'fork':
      return `${by} forked the search from ${action.search} at event ${formatCount(action.at)}`
  }
}

function extensionText({ trials = 0, nodes = 0, tokens = 0, costUsd = 0, timeMs = 0 }: Extension): string {
  const parts = [
    trials > 0 ? plural(trials, 'trial') : '',
    nodes > 0 ? plural(nodes, 'node') : '',
    tokens > 0 ? plural(tokens, 'token') : '',
    costUsd > 0 ? `$${costUsd}` : '',
    timeMs > 0 ? formatDuration(timeMs) : '',
  ]
  return parts.filter(Boolean).join(', ')
}
