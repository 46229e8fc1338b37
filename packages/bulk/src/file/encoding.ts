/**
 * Which encoding a text file is in. UTF-8 proves itself; Windows-1251 is believed only where the bytes read as Russian
 * or Belarusian and no other reading comes near; everything else is asked about, never guessed.
 */

/** The encodings that can be named; the names are those of the WHATWG Encoding Standard, which Node decodes. */
export const ENCODINGS = ['utf-8', 'windows-1251', 'ibm866', 'koi8-r', 'windows-1252', 'utf-16le', 'utf-16be'] as const;
export type Encoding = (typeof ENCODINGS)[number];

const ALIASES: Readonly<Record<string, Encoding>> = Object.freeze({
  utf8: 'utf-8',
  cp1251: 'windows-1251',
  win1251: 'windows-1251',
  '1251': 'windows-1251',
  cp866: 'ibm866',
  '866': 'ibm866',
  dos: 'ibm866',
  koi8r: 'koi8-r',
  'koi8-u': 'koi8-r',
  cp1252: 'windows-1252',
  latin1: 'windows-1252',
  'iso-8859-1': 'windows-1252',
  utf16: 'utf-16le',
  'utf-16': 'utf-16le',
});

/** The encoding a name stands for, in any letter case, with the usual short names; undefined when unknown. */
export function parseEncoding(name: string): Encoding | undefined {
  const lower = name.trim().toLowerCase();
  return ENCODINGS.find((encoding) => encoding === lower) ?? ALIASES[lower];
}

/** The encoding a byte order mark at the start declares. */
export function encodingOfMark(start: Uint8Array): Encoding | undefined {
  const [a, b, c] = start;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
}

/** Letters of Russian and Belarusian per thousand of running text, rounded from the Russian National Corpus. */
const PER_THOUSAND: Readonly<Record<string, number>> = Object.freeze({
  о: 110,
  е: 85,
  а: 80,
  и: 74,
  н: 67,
  т: 63,
  с: 55,
  р: 47,
  в: 45,
  л: 43,
  к: 35,
  м: 32,
  д: 30,
  п: 28,
  у: 26,
  я: 20,
  ы: 19,
  ь: 17,
  г: 17,
  з: 16,
  б: 16,
  ч: 14,
  й: 12,
  х: 10,
  ж: 9,
  ш: 7,
  ю: 6,
  ц: 5,
  щ: 4,
  э: 3,
  ф: 3,
  ъ: 1,
  ё: 2,
  і: 10,
  ў: 8,
});
/** What any other character counts as: far rarer than the rarest letter. */
const STRANGER = 0.05;
/** Signs that belong to Russian office texts and say nothing for or against. */
const NEUTRAL = new Set(['№', '«', '»', '–', '—', '\u00a0', '“', '”', '„', '…', '°', '’', '§']);

const CANDIDATES = ['windows-1251', 'ibm866', 'koi8-r'] as const;
/** Natural logarithm of odds per high byte by which the best reading must lead the next, and the least of bytes. */
const CLEAR_LEAD = 0.5;
const LEAST_BYTES = 12;
/** Cyrillic words are runs of high bytes; German has single umlauts among ASCII letters. */
const LEAST_RUN = 2;

export type EncodingGuess =
  | { readonly kind: 'certain'; readonly encoding: Encoding }
  /** Nothing is certain. `likeliest` may be offered first, but a person decides. */
  | { readonly kind: 'unclear'; readonly likeliest: Encoding };

type Score = { readonly encoding: Encoding; readonly perByte: number };

function scoreAs(encoding: Encoding, counts: Uint32Array, total: number): Score {
  const decoder = new TextDecoder(encoding);
  let sum = 0;
  for (let byte = 0x80; byte <= 0xff; byte += 1) {
    const count = counts[byte] ?? 0;
    if (count === 0) continue;
    const letter = decoder.decode(Uint8Array.of(byte)).toLowerCase();
    if (NEUTRAL.has(letter)) continue;
    sum += count * Math.log(PER_THOUSAND[letter] ?? STRANGER);
  }
  return { encoding, perByte: sum / total };
}

/** Judges bytes that are known not to be UTF-8. */
export function guessEncoding(bytes: Uint8Array): EncodingGuess {
  const counts = new Uint32Array(256);
  let [total, runs, before] = [0, 0, 0];
  for (const byte of bytes) {
    counts[byte] = (counts[byte] ?? 0) + 1;
    if (byte >= 0x80) {
      total += 1;
      if (before < 0x80) runs += 1;
    }
    before = byte;
  }
  if (total === 0 || total / runs < LEAST_RUN) return { kind: 'unclear', likeliest: 'windows-1252' };
  const scores = CANDIDATES.map((encoding) => scoreAs(encoding, counts, total)).toSorted(
    (a, b) => b.perByte - a.perByte,
  );
  const [best, next] = scores;
  if (best === undefined || next === undefined) return { kind: 'unclear', likeliest: 'windows-1251' };
  const isClear = best.perByte - next.perByte >= CLEAR_LEAD && best.perByte > Math.log(10) && total >= LEAST_BYTES;
  // The others are named by the person even when the statistics are plain: they are rare, and a wrong reading is silent.
  if (isClear && best.encoding === 'windows-1251') return { kind: 'certain', encoding: 'windows-1251' };
  return { kind: 'unclear', likeliest: best.encoding };
}
