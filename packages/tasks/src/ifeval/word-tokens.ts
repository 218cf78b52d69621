import { SPACE, splitAtSpace, WORD, WORD_EDGE } from './python/text.ts'
import { splitSentences } from './sentences/split-sentences.ts'

type Rule = readonly [pattern: RegExp, replacement: string]

const pattern = (source: string, flags = 'gu'): RegExp => new RegExp(source, flags)

/** Applied in this order to each sentence; what is left apart by white space are the tokens. */
const BEFORE_PADDING: readonly Rule[] = [
  [/([«“‘„]|`+)/gu, ' $1 '],
  [/^"/gu, '``'],
  [/(``)/gu, ' $1 '],
  [/([ ([{<])("|'{2})/gu, '$1 `` '],
  [pattern(`(')(?!re|ve|ll|m|t|s|d|n)([${WORD}])${WORD_EDGE}`, 'giu'), '$1 $2'],
  [pattern(`([^.])(\\.)([\\])}>"'»”’ ]*)[${SPACE}]*$`), '$1 $2 $3 '],
  [/([:,])(\P{Nd})/gu, ' $1 $2'],
  [/([:,])(?=\n?$)/gu, ' $1 '],
  [/\.{2,}/gu, ' $& '],
  [/[;@#$%&]/gu, ' $& '],
  [pattern(`([^.])(\\.)([\\])}>"']*)[${SPACE}]*$`), '$1 $2$3 '],
  [/[?!]/gu, ' $& '],
  [/([^'])' /gu, "$1 ' "],
  [/\*/gu, ' $& '],
  [/[\][(){}<>]/gu, ' $& '],
  [/--/gu, ' -- '],
]

const AFTER_PADDING: readonly Rule[] = [
  [/([»”’])/gu, ' $1 '],
  [/''/gu, " '' "],
  [/"/gu, " '' "],
  [/([^' ])('[sS]|'[mM]|'[dD]|') /gu, '$1 $2 '],
  [/([^' ])('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) /gu, '$1 $2 '],
  ...['(can)(not)', "(d)('ye)", '(gim)(me)', '(gon)(na)', '(got)(ta)', '(lem)(me)', "(more)('n)"].map((words): Rule => [
    pattern(`${WORD_EDGE}${words}${WORD_EDGE}`, 'giu'),
    ' $1 $2 ',
  ]),
  [pattern(`${WORD_EDGE}(wan)(na)(?=[${SPACE}])`, 'giu'), ' $1 $2 '],
  [pattern(` ('t)(is)${WORD_EDGE}`, 'giu'), ' $1 $2 '],
  [pattern(` ('t)(was)${WORD_EDGE}`, 'giu'), ' $1 $2 '],
]

/** Words and punctuation, as `nltk.word_tokenize` of NLTK 3.8 gives them: sentences, split by the rules of the Penn Treebank. */
export function wordTokens(text: string): readonly string[] {
  return splitSentences(text).flatMap((sentence) =>
    splitAtSpace(replaced(` ${replaced(sentence, BEFORE_PADDING)} `, AFTER_PADDING)),
  )
}

function replaced(text: string, rules: readonly Rule[]): string {
  return rules.reduce((before, [found, replacement]) => before.replace(found, replacement), text)
}
