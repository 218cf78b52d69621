"""Makes fixtures/ifeval-golden.jsonl: what the original checkers of IFEval say about texts of our own.

    PYTHONPATH=/path/to/google-research python3 packages/tasks/test/ifeval_golden.py

Needs `instruction_following_eval` of google-research, NLTK 3.8 with its Punkt model of English, and langdetect 1.0.9. Each row is an instruction
with its arguments, a text, and whether the text follows; or a text with its sentences, words or language.
"""

import collections
import json
import pathlib
import random

import langdetect
import nltk
from instruction_following_eval import instructions_registry, instructions_util

TARGET = pathlib.Path(__file__).parent / 'fixtures/ifeval-golden.jsonl'
CASES_PER_TYPE = 14
VOTES = 9

rnd = random.Random(11)

SENTENCES = [
    'The cat sat on the mat. It was warm, and nobody minded. Would you?',
    'Dr. Ada Smith and Mrs. Jones met at 5 p.m. The talk was short. It ended at six.',
    'See e.g. this one, i.e. the last. Etc. and so on.',
    'Well... Perhaps it rains. "Really?" she said. (He did not answer.) They left.',
    '1. Wash the rice. 2. Boil water. 3. business goes on. 4. Review it.',
    'A. Apples are red. B. Bananas too. C. The rest is green.',
    'J. R. R. Tolkien wrote it. J. Walter did not. Vitamin C. Then came Plan B. Smith agreed.',
    'He moved to St. Louis in Feb. 2020. The U.S. Government said so. U.S. But why?',
    'What?! No!! Yes... maybe. Version 3.5 is out at example.com. Done',
    'Line one\nLine two.\n\nLine three! \n* star\n- dash\n',
    'It costs $3.50 vs. $4. That is all.) "So be it." \'Fine.\' [End.]',
    'P.S. I love you. P.P.S. Write soon. Inc. Please sign. OK. Next.',
    'No. 5 is alive. Nos. 6 and 7 are not. Fig. 2 shows it. Prof. X knows.',
    'Ends with quote." And on. Ends with two.\'\' And on.--Dash. "Open',
    'Wait. . . what? Yes . No ! Hm ?',
    '“Curly.” she said. ‘Single.’ he said. Ça va. Élan vital. über alles.',
]
WORDS = [
    "I can't won't gonna cannot 'tis 'Twas HE'D don't DON'T dogs' U.S.A. end.",
    'HELLO, WORLD! A B-C D/E "QUOTED" (PAREN) [X] {Y} <Z> 3,000 10:30 a:b #TAG @ME 50% R&D',
    '``ticks`` \'\'twice\'\' «guillemets» … ellipsis... --dash-- *STAR* **BOLD** ÉTÉ STRAßE ǅ',
    "Whaddya lemme gimme wanna go gotta more'n d'ye 'S 'Ll",
]
LANGUAGES = [
    'THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG AND RUNS AWAY',
    'ALL OF THIS IS WRITTEN IN CAPITALS, AND SO THERE IS LITTLE TO GO BY. STILL, THERE ARE FIRST LETTERS.',
    'all of this is written in small letters, and there is much to go by.',
    'Das Wetter ist heute schön, und wir gehen am Abend noch einmal an den Fluss.',
    'O tempo está bonito hoje e à noite vamos outra vez ao rio com os amigos.',
    'Oggi il tempo è bello e questa sera andremo di nuovo al fiume con gli amici.',
    'Сегодня хорошая погода, и вечером мы снова пойдём к реке с друзьями.',
    'Днес времето е хубаво и вечерта пак ще отидем на реката с приятели.',
    'Hôm nay trời đẹp và buổi tối chúng tôi sẽ lại ra bờ sông cùng bạn bè.',
    'Tänään on kaunis sää, ja illalla menemme taas joelle ystävien kanssa.',
    'Leo hali ya hewa ni nzuri na jioni tutaenda tena mtoni pamoja na marafiki.',
    'आज मौसम अच्छा है और शाम को हम दोस्तों के साथ फिर नदी पर जाएंगे।',
    'आज हवामान छान आहे आणि संध्याकाळी आम्ही मित्रांसोबत पुन्हा नदीवर जाणार आहोत.',
    'आज मौसम राम्रो छ र साँझ हामी साथीहरूसँग फेरि नदीमा जानेछौं।',
    'الطقس جميل اليوم وسنذهب في المساء مرة أخرى إلى النهر مع الأصدقاء.',
    'امروز هوا خوب است و عصر دوباره با دوستان به رودخانه می‌رویم.',
    'آج موسم اچھا ہے اور شام کو ہم دوستوں کے ساتھ پھر دریا پر جائیں گے۔',
    '오늘은 날씨가 좋아서 저녁에 친구들과 다시 강에 갈 것입니다.',
    '今日は天気がいいので、夕方また友達と川へ行きます。',
    'วันนี้อากาศดีและตอนเย็นเราจะไปแม่น้ำกับเพื่อนอีกครั้ง',
    'Here is the answer you asked for: Das Wetter ist heute schön.',
    'https://example.com/abc mail@example.com',
    '1234 5678 !!!',
]
FILLER = [
    'The river was high that year. ',
    'Nobody asked why, and nobody told. ',
    'HERE IS A LOUD LINE. ',
    'a small line without capitals ',
    '**Bold claim** and *a mild one* ',
    '[name] lives at [address] ',
    '<<A Title>>\n',
    'My answer is maybe. ',
    'Section 1\nSection 2 ',
    '* point\n',
    '- item\n',
    '***\n',
    '"quoted" ',
    'Zoë naïve हिंदी слово ',
    '\u00a0\u2003',
    '\n\n',
    '\r\n',
    '...',
]
KEYWORDS = ['river', 'nobody', 'a.b', 'I', 'sk', 'loud line']
PHRASES = ['Any other questions?', 'Peace!', 'that is all']
JSONS = ['{"a": [1, 2.5e3, NaN, -Infinity, null]}', '[1, 2', '{"a": 1,}', '"x"', '-NaN', '1Infinity', '01', '[1]\x0b', '{"b": "c\\n\\u00e9"}', '{"t": "\ttab"}', '9' * 4301]


def filler(most=5):
    return ''.join(rnd.choice(FILLER) for _ in range(rnd.randint(0, most)))


def relation():
    return rnd.choice(['less than', 'at least'])


def around(*middles):
    return filler(2) + rnd.choice(middles) + filler(2)


def made(kind):
    """Arguments and a text, the text often near to following."""
    n = rnd.randint(1, 4)
    word = rnd.choice(KEYWORDS)
    shapes = [f' {word} ', word.upper(), f'{word}s', f'-{word}.', word.replace('i', '\u0130').replace('s', '\u017f').replace('k', '\u212a'), 'aXb']
    repeated = ''.join(rnd.choice(shapes) + ' ' for _ in range(rnd.randint(0, 4)))
    if kind == 'keywords:existence':
        return {'keywords': rnd.sample(KEYWORDS, 2)}, filler() + repeated + rnd.choice(['', 'river nobody axb i skill LOUD LINE'])
    if kind == 'keywords:forbidden_words':
        return {'forbidden_words': [word]}, rnd.choice(['Some text ', 'Дом', '']) + repeated
    if kind == 'keywords:frequency':
        return {'keyword': word, 'frequency': n, 'relation': relation()}, filler(2) + repeated
    if kind == 'keywords:letter_frequency':
        return {'letter': rnd.choice('aeqzI'), 'let_frequency': n * 2, 'let_relation': relation()}, filler(3)
    if kind == 'language:response_language':
        return {'language': rnd.choice(['en', 'de', 'hi', 'mr', 'ur', 'fa', 'bg', 'ko'])}, rnd.choice(LANGUAGES)
    if kind == 'length_constraints:number_words':
        return {'num_words': n * 3, 'relation': relation()}, filler()
    if kind == 'length_constraints:number_sentences':
        return {'num_sentences': n, 'relation': relation()}, rnd.choice(SENTENCES)
    if kind == 'length_constraints:number_paragraphs':
        parts = [rnd.choice(['one', 'two.', ' ', '']) + rnd.choice(['', 'x']) for _ in range(n + rnd.choice([0, 0, 1]))]
        return {'num_paragraphs': n}, rnd.choice(['', '***']) + rnd.choice(['***', '\n***\n', ' *** ', '****']).join(parts) + rnd.choice(['', '\n***\n'])
    if kind == 'length_constraints:nth_paragraph_first_word':
        nth = rnd.randint(1, n)
        parts = ['some text here'] * (n + rnd.choice([0, 0, 1]))
        parts[nth - 1] = rnd.choice(['', '"', "'", "''\"", '* ']) + rnd.choice(['river', 'RIVER', 'Rivers']) + rnd.choice(['', ',', "'s", '-side', ' bank'])
        text = rnd.choice(['\n\n', '\n\n', '\n\n\n', ' \n\n ']).join(parts) + rnd.choice(['', '\n\n'])
        return {'num_paragraphs': n, 'nth_paragraph': nth, 'first_word': 'River'}, text
    if kind == 'detectable_content:number_placeholders':
        return {'num_placeholders': n}, ''.join(rnd.choice(['[a]', '[]', '[b\nc]', '[d', 'e]', '[[f]]', ' ']) for _ in range(6))
    if kind == 'detectable_content:postscript':
        marker = rnd.choice(['P.S.', 'P.P.S', 'Note:'])
        return {'postscript_marker': marker}, around('P.S. hi', 'p. s. hi', 'P.P.S hi', 'P. P. S', 'PS hi', 'NOTE: hi', 'p.\u00a0s.')
    if kind == 'detectable_format:number_bullet_lists':
        lines = ['* a', '- b', '** c', '  * d', '\t- e', '*', '-', 'text', '*\nx', '\n* f', '+ g', '\u2028* h', '-----', '\r* j', '\u00a0- k']
        return {'num_bullets': n}, '\n'.join(rnd.choice(lines) for _ in range(n + rnd.choice([0, 0, 1])))
    if kind == 'detectable_format:number_highlighted_sections':
        parts = ['*a*', '**b**', '***c***', '* *', '**', '****', '*d', '*e\nf*', '** g **', '*\u00a0*', 'x']
        return {'num_highlights': n}, ' '.join(rnd.choice(parts) for _ in range(n + 1))
    if kind == 'detectable_format:multiple_sections':
        splitter = rnd.choice(['SECTION', 'Day'])
        shapes = [f'{splitter} 1\n', f'{splitter}2', f'{splitter.lower()} 3', f'{splitter}  4', f'{splitter} V', f'{splitter}\n٣ ']
        return {'section_spliter': splitter, 'num_sections': n}, ''.join(rnd.choice(shapes) for _ in range(n + 1))
    if kind == 'detectable_format:json_format':
        fence = rnd.choice(['', '', '```json\n', '```JSON', '```Json ', '```', '```json```', '```js\n'])
        return {}, fence + rnd.choice(JSONS) + rnd.choice(['', '\n```' if fence else '\n', '```'])
    if kind == 'detectable_format:title':
        return {}, around('<<x>>', '<<>>', '<< >>', '<<<>>>', '<<\n>>', '<<a>', '<<a>b>>')
    if kind == 'detectable_format:constrained_response':
        return {}, around('My answer is yes.', 'my answer is no.', 'My answer is no', 'My answer is maybe.')
    if kind == 'combination:two_responses':
        one, two = rnd.choice([('a', 'b'), ('a', 'a '), ('a', ''), (filler(), filler())])
        return {}, rnd.choice(['', '******']) + one + '******' + two + rnd.choice(['', '******', '*', '******\n******'])
    if kind == 'combination:repeat_prompt':
        prompt = rnd.choice(['Write a poem. ', 'Why?'])
        return {'prompt_to_repeat': prompt}, rnd.choice(['', ' ', '\x1c', '"']) + rnd.choice([prompt, prompt.upper(), prompt.strip(), prompt[:-2]]) + filler(2)
    if kind == 'startend:end_checker':
        phrase = rnd.choice(PHRASES)
        return {'end_phrase': phrase}, filler(2) + rnd.choice([phrase, phrase.upper(), f'"{phrase}"', f'{phrase} ""', phrase + '.', phrase + '\n\ufeff'])
    if kind == 'startend:quotation':
        return {}, rnd.choice(['"', ' "', '\u00a0"', '“', '']) + filler(2) + rnd.choice(['"', '"\n', '”', '\ufeff"', '"\x1f'])
    if kind.startswith('change_case:english'):
        text = rnd.choice(LANGUAGES + [filler()])
        return {}, rnd.choice([text.upper(), text.lower(), text])
    if kind == 'change_case:capital_word_frequency':
        return {'capital_frequency': n, 'capital_relation': relation()}, filler(2) + rnd.choice(WORDS + ['A B c', 'I said NO', 'x'])
    return {}, filler(3)


def followed(kind, args, text):
    """None where unseeded dice of langdetect decide."""
    verdicts = set()
    for seed in range(VOTES):
        langdetect.DetectorFactory.seed = seed
        instruction = instructions_registry.INSTRUCTION_DICT[kind](kind)
        instruction.build_description(**args)
        verdicts.add(bool(text.strip()) and bool(instruction.check_following(text)))
    return verdicts.pop() if len(verdicts) == 1 else None


def language(text):
    votes = collections.Counter()
    for seed in range(VOTES):
        langdetect.DetectorFactory.seed = seed
        try:
            votes[langdetect.detect(text)] += 1
        except langdetect.LangDetectException:
            votes[None] += 1
    (best, count), *_ = votes.most_common(1)
    return best if count == VOTES else False


def rows():
    for text in SENTENCES:
        yield {'op': 'sentences', 'text': text, 'result': instructions_util._get_sentence_tokenizer().tokenize(text)}
    for text in WORDS + SENTENCES:
        yield {'op': 'words', 'text': text, 'result': nltk.word_tokenize(text)}
    for text in LANGUAGES:
        if (found := language(text)) is not False:
            yield {'op': 'language', 'text': text, 'result': found}
    for kind in instructions_registry.INSTRUCTION_DICT:
        if kind in ('detectable_format:constrained_start', 'keywords:key_sentences'):
            continue
        for _ in range(CASES_PER_TYPE):
            args, text = made(kind)
            if (result := followed(kind, args, text)) is not None:
                yield {'id': kind, 'kwargs': args, 'text': text, 'result': result}


TARGET.write_text(''.join(json.dumps(row) + '\n' for row in rows()))
