/** Text as the tokens of an embedded model. */
export interface Tokenizer {
  /** Token texts by id. Concatenating the texts of the ids gives the text back. */
  readonly vocabulary: readonly string[]
  /** Id of the token that ends what the model writes. */
  readonly stepEnd: number
  /** Ids of `text`; `null` when a part of it cannot be written with the vocabulary. */
  encode(text: string): number[] | null
  decode(ids: readonly number[]): string
}

const MARKS = ['<pad>', ' ', '/', ': ', '\n', ' + ', ' - ', ' * ', ' / ', ' = ', ' (left: ', ')'] as const

const STEP_END = MARKS.indexOf(')')

const PIECE = /\d+|: | \(left: | [-+*/=] |[)\n/ ]/y

/**
 * The text of Countdown as 122 tokens: marks and operators are one token each, and a number is read from its right end in groups
 * of two digits (`1347` is `13` `47`, `7` is `7`, `507` is `5` `07`). A number below 100 is therefore one token, which the
 * small model learns from far fewer examples than digit by digit, and the numbers above stay open-ended.
 */
export function countdownTokenizer(): Tokenizer {
  const vocabulary: string[] = [...MARKS]
  for (let digit = 0; digit < 10; digit++) vocabulary.push(String(digit))
  for (let pair = 0; pair < 100; pair++) vocabulary.push(String(pair).padStart(2, '0'))
  const ids = new Map(vocabulary.map((text, id) => [text, id]))

  function encode(text: string): number[] | null {
    const out: number[] = []
    PIECE.lastIndex = 0
    while (PIECE.lastIndex < text.length) {
      const match = PIECE.exec(text)
      if (match === null) return null
      const piece = match[0]
      if (piece >= '0' && piece < ':') {
        const odd = piece.length % 2
        if (odd === 1) out.push(ids.get(piece[0]!)!)
        for (let i = odd; i < piece.length; i += 2) out.push(ids.get(piece.slice(i, i + 2))!)
      } else {
        out.push(ids.get(piece)!)
      }
    }
    return out
  }

  return {
    vocabulary,
    stepEnd: STEP_END,
    encode,
    decode: (tokens) => tokens.map((id) => vocabulary[id] ?? '').join(''),
  }
}
