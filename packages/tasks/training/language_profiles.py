"""Makes src/ifeval/language/profiles.ts from the profiles of the Python package langdetect 1.0.9 (Apache-2.0).

    python3 packages/tasks/training/language_profiles.py

Needs that package (`pip install langdetect==1.0.9`, or Debian's python3-langdetect). An ideograph of Chinese, Japanese or Korean counts as any
other: told apart are those languages by their other letters. What stands for them all has the share that they have on average where they are written.
"""

import collections
import json
import math
import pathlib

import langdetect

LEVELS_PER_DOUBLING = 12
FLOOR = 1e-5
SOURCE = pathlib.Path(langdetect.__file__).parent / 'profiles'
TARGET = pathlib.Path(__file__).parent.parent / 'src/ifeval/language/profiles.ts'
HEADER = """import type { CompactProfile } from './read-profiles.ts'

/**
 * How often each language writes one, two and three letters in a row, by `training/language_profiles.py` from the profiles of langdetect 1.0.9
 * (Copyright 2014-2015 Michal Danilak, 2010-2014 Nakatani Shuyo; Apache License 2.0; changed: frequencies rounded to a twelfth of a doubling,
 * ideographs merged).
 */
export const LANGUAGE_PROFILES: readonly CompactProfile[] = [
"""


def merged(gram):
    return ''.join('\u4e00' if '\u4e00' <= char <= '\u9fff' else char for char in gram)


def level(share):
    return max(0, round(math.log2(share / FLOOR) * LEVELS_PER_DOUBLING))


def quoted(text):
    assert not set(text) & set('\n\r\u2028\u2029')
    return "'" + text.replace('\\', '\\\\').replace("'", "\\'") + "'"


def profile(path):
    source = json.loads(path.read_text(encoding='utf-8'))
    groups = collections.defaultdict(list)
    for gram, count in source['freq'].items():
        groups[merged(gram)].append(count / source['n_words'][len(gram) - 1])
    shares = {gram: sum(share * share for share in group) / sum(group) for gram, group in groups.items()}
    parts = []
    for length in (1, 2, 3):
        levels = collections.defaultdict(list)
        for gram, share in shares.items():
            if len(gram) == length:
                levels[level(share)].append(gram)
        parts.append('|'.join(''.join(sorted(levels[i])) for i in range(max(levels) + 1)))
    assert all('|' not in gram and max(gram) <= '\uffff' for gram in shares)
    return f"  [{quoted(source['name'])}, {', '.join(map(quoted, parts))}],\n"


TARGET.write_text(HEADER + ''.join(map(profile, sorted(SOURCE.iterdir()))) + ']\n', encoding='utf-8')
