import { ORDINARY_WORDS } from './ordinary-words.ts'

/**
 * What Punkt has to know of English. The tables that NLTK ships were learnt from newspapers and carry no licence, so these are lists of our
 * own: common abbreviations, of which those are left out that NLTK does not know (`e.g.`, `i.e.`, `etc.`: it ends a sentence there), and
 * ordinary words in place of 20,000 words with the cases they were seen in. What that comes to is measured in `agreement.test.ts`.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Without their last period. */
export const ABBREVIATIONS = words(`
  mr mrs ms dr prof sen rep gen col lt maj adm jr sr messrs ph.d st ft ave
  co corp inc ltd bros cos l.p n.v s.a a.g vs v p
  jan feb aug sep sept oct nov dec tues wed fri a.m p.m a.d
  u.s u.k u.n u.s.a u.s.s.r d.c l.a n.y n.j n.c s.c n.h n.m n.d r.i w.va
  calif fla ga ill kan ky mich minn nev okla ore pa tenn va vt wash wis ala ariz colo conn
  ok c d e f g h k l m n r s t w j.r j.p r.j w.r e.f
`)

/** Words with which sentences often begin. */
export const STARTERS = words(`
  the this these he she it they i there some most many both
  in under among since despite according when while if although though
  but yet so nor even thus indeed instead however moreover meanwhile similarly nevertheless nonetheless separately
`)

/** Words that, behind a number or an initial and its period, go on with the sentence, however they are written. */
export const NAME_AFTER: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['##number##', words('business corrections credit financing insider international leisure letters review who')],
  ['b', words('smith stewart')],
  ['j', words('walter')],
])

/** Ordinary words that also stand in titles and names, so that a capital says nothing. */
const IN_TITLES = words(`
  a about actual add additional advanced after again against air all also although an and another answer any apple art
  as association at attempt away back bad bank bar be because before best big black blue board book books both
  building business but by called calls can central certain chairman change changes channel checks child children
  church city class club code collection college command commission committee common community company continue
  control could council county court current data day death department development did digital do down due during each
  earth east economic end error even evening events every exchange expected facts failed fails fall false family fast
  father federal field film financial find fire first five flow food for foreign four free freedom from front full
  function further future game gas general generally get gets getting give go good got government great green group
  guide have he health high his history home hospital house how however human if in industry information insurance
  internal international is issue it its join just keep key king lady land large last later law leaving left let
  library life light like limit limits line little load local long love low make man many mark market may maybe me
  medical men methods money month more most mostly music must my name named national network never new news next night
  nine no none north not notes now of off office often oil old on once one only open operation option options or order
  other our out output over package park part party past peace people perhaps place point policy possible post power
  president press print prints project properties property providing public radio re react read ready real really
  record red reference register release report request requests research resource return returns review river run
  running say school science search second security see sending service services set sets she short should sign since
  six small social software some something south space special spring square standard start state states stock stop
  story street subject summary summer sun support symbol system table take taken takes television test tests that the
  their then there these they thing third this those three time times to today too top tree two types under university
  up use used useless users usually value war watch water way we week well west what when where while white who whose
  why will windows winter with woman women worker workers works world write wrong year years you young
`)

const ORDINARY = words(ORDINARY_WORDS)

/** Whether the word is one that stands inside sentences in lower case. */
export function isKnownInLowerCase(word: string): boolean {
  return ORDINARY.has(word)
}

/** Whether a capital letter at the word says that it starts a sentence. */
export function isSentenceStarter(word: string): boolean {
  return ORDINARY.has(word) && !IN_TITLES.has(word)
}
