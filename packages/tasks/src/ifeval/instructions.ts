import { readArguments } from './arguments.ts'
import type { Check, CheckMaker } from './checks/check-maker.ts'
import { endPhrase, postscript, quotation, repeatPrompt, twoResponses } from './checks/ends.ts'
import {
  constrainedResponse,
  highlightedSections,
  jsonFormat,
  multipleSections,
  noComma,
  numberOfBullets,
  placeholders,
  title,
} from './checks/format.ts'
import { existence, forbiddenWords, keywordFrequency, letterFrequency } from './checks/keywords.ts'
import { nthParagraphFirstWord, numberOfParagraphs, numberOfSentences, numberOfWords } from './checks/length.ts'
import { capitalWordFrequency, englishCapital, englishLowercase, responseLanguage } from './checks/letters.ts'
import { isBlank } from './python/text.ts'

const CHECKS = {
  'change_case:capital_word_frequency': capitalWordFrequency,
  'change_case:english_capital': englishCapital,
  'change_case:english_lowercase': englishLowercase,
  'combination:repeat_prompt': repeatPrompt,
  'combination:two_responses': twoResponses,
  'detectable_content:number_placeholders': placeholders,
  'detectable_content:postscript': postscript,
  'detectable_format:constrained_response': constrainedResponse,
  'detectable_format:json_format': jsonFormat,
  'detectable_format:multiple_sections': multipleSections,
  'detectable_format:number_bullet_lists': numberOfBullets,
  'detectable_format:number_highlighted_sections': highlightedSections,
  'detectable_format:title': title,
  'keywords:existence': existence,
  'keywords:forbidden_words': forbiddenWords,
  'keywords:frequency': keywordFrequency,
  'keywords:letter_frequency': letterFrequency,
  'language:response_language': responseLanguage,
  'length_constraints:nth_paragraph_first_word': nthParagraphFirstWord,
  'length_constraints:number_paragraphs': numberOfParagraphs,
  'length_constraints:number_sentences': numberOfSentences,
  'length_constraints:number_words': numberOfWords,
  'punctuation:no_comma': noComma,
  'startend:end_checker': endPhrase,
  'startend:quotation': quotation,
} satisfies Record<string, CheckMaker>

/** The 25 types of instructions of IFEval (Zhou et al. 2023, arXiv 2311.07911, Table 1). */
export type InstructionId = keyof typeof CHECKS

export const INSTRUCTION_IDS = Object.keys(CHECKS) as readonly InstructionId[]

export function isInstructionId(id: unknown): id is InstructionId {
  return typeof id === 'string' && Object.hasOwn(CHECKS, id)
}

export interface Instruction {
  readonly id: InstructionId
  /** Whether an answer follows it, as it stands; an answer without a visible character follows nothing. */
  readonly isFollowedBy: Check
}

/**
 * An instruction with its arguments, `kwargs` in the official file. Throws a TaskError INVALID_FILE for arguments that are missing or of another
 * type; `where` says where they stand.
 */
export function createInstruction(
  id: InstructionId,
  args: Readonly<Record<string, unknown>> = {},
  where: string = id,
): Instruction {
  const check = CHECKS[id](readArguments(args, where))
  return { id, isFollowedBy: (answer) => !isBlank(answer) && check(answer) }
}
