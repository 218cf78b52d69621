/** Commands that only change how an answer looks. */
const LOOKS =
  /\\(?:displaystyle|textstyle|left|right|bigl?|bigr?|Bigl?|Bigr?|limits|quad|qquad|,|;|:|!|\s)(?![a-zA-Z])|\\hspace\{[^{}]*\}|\\phantom\{[^{}]*\}/g

const SYMBOLS: readonly (readonly [RegExp, string])[] = [
  [/\\(?:cdot|times|ast)(?![a-zA-Z])|[×·∙⋅]/g, '*'],
  [/\\div(?![a-zA-Z])|÷/g, '/'],
  [/\\pi(?![a-zA-Z])|π/g, ' pi '],
  [/\\infty(?![a-zA-Z])|∞/g, ' infinity '],
  [/\\(?:cup|bigcup)(?![a-zA-Z])|∪/g, ' U '],
  [/\\(?:emptyset|varnothing)(?![a-zA-Z])|∅/g, '{}'],
  [/\\pm(?![a-zA-Z])|±/g, '±'],
  [/[−–]/g, '-'],
  [/√/g, '\\sqrt'],
  [/\\(?:dfrac|tfrac|cfrac)(?![a-zA-Z])/g, '\\frac'],
  [/\\(?:le|leq|leqslant)(?![a-zA-Z])/g, '<='],
  [/\\(?:ge|geq|geqslant)(?![a-zA-Z])/g, '>='],
]

/** Text that is a unit or a remark, and units of degrees and money. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/\^\s*\{?\s*\\circ\s*\}?|\\degree|°/g, ''],
  [/\\\$|\$/g, ''],
  [/[€£¥]/g, ''],
  [/\\(?:text|mbox|mathrm|textbf|mathbf|textrm)\s*\{([^{}]*)\}/g, ' $1 '],
]

/** An answer without what does not change its meaning: dollar signs, spacing, sizes of brackets, degrees; commands in one spelling. */
export function cleanLatex(text: string): string {
  const rules = [...SYMBOLS, ...UNITS]
  const plain = rules.reduce(
    (before, [found, replacement]) => before.replace(found, replacement),
    text.replace(LOOKS, ' '),
  )
  return plain
    .replace(/\\([{}%])/g, '$1')
    .replace(/\{,\}/g, ',')
    .replace(/\s+/g, ' ')
    .replace(/\s*[.,;]\s*$/, '')
    .trim()
}
