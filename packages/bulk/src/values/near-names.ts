/** Names that are written nearly alike: a slip of the pen, another legal form, a word more or less. */
import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { editDistance } from '@kontor/domain/kernel/nearest';
import { foldName } from './fold-name.ts';

/** A name of the book, prepared for comparing. */
export type WrittenName = { readonly id: string; readonly bare: string };

/** Words that say what kind of firm or stop it is and not which one. */
const KINDS_OF = new Set(
  (
    'ооо оао зао пао ао уп чуп чтуп руп оду одо ип таа аат зат ст станция станцыя порт г город ' +
    'gmbh ag kg ohg ug llc ltd inc jsc ojsc bhf bahnhof station port st'
  ).split(' '),
);
const MOST_OFFERED = 5;
/** Shorter names are alike by chance. */
const SHORTEST = 4;
/** One slip for so many letters. */
const LETTERS_PER_SLIP = 5;

const words = (text: string): readonly string[] =>
  foldName(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

function bareName(text: string): string {
  const all = words(text);
  const telling = all.filter((word) => !KINDS_OF.has(word));
  return (telling.length > 0 ? telling : all).join(' ');
}

export const writtenName = (name: string, id: string): WrittenName => ({ id, bare: bareName(name) });

const digitsOf = (text: string): string => text.replace(/\D+/g, ' ').trim();

/** How many words more one has, when it has all of the other: `Калининград` and `Калининград-Сортировочный`. */
function wordsMore(a: string, b: string): number | undefined {
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  const [some, all] = [shorter.split(' '), longer.split(' ')];
  const isHeld = shorter.length >= SHORTEST && some.every((word) => all.includes(word));
  return isHeld ? all.length - some.length : undefined;
}

/** How far apart two names are; undefined when they are different names. */
function apart(asked: string, bare: string): number | undefined {
  if (asked === bare) return 0;
  // Numbers tell apart: Кричев-1 is no misspelling of Кричев-2.
  const [ours, theirs] = [digitsOf(asked), digitsOf(bare)];
  if (ours !== '' && theirs !== '' && ours !== theirs) return undefined;
  if (asked.length >= SHORTEST) {
    const most = Math.max(1, Math.floor(asked.length / LETTERS_PER_SLIP));
    const isNear = Math.abs(asked.length - bare.length) <= most;
    const slips = isNear ? editDistance(asked, bare) : most + 1;
    if (slips <= most) return slips;
  }
  const more = wordsMore(asked, bare);
  return more === undefined ? undefined : LETTERS_PER_SLIP + more;
}

/** The ids whose names are nearest to a text, nearest first. A code is right or wrong, never nearly right. */
export function nearNames(names: readonly WrittenName[], text: string): readonly string[] {
  const asked = bareName(text);
  if (!/\p{L}/u.test(asked)) return [];
  const found = new Map<string, number>();
  for (const { id, bare } of names) {
    const distance = apart(asked, bare);
    if (distance !== undefined && distance < (found.get(id) ?? Number.POSITIVE_INFINITY)) found.set(id, distance);
  }
  return [...found]
    .toSorted(([a, near], [b, far]) => near - far || compareCodePoints(a, b))
    .slice(0, MOST_OFFERED)
    .map(([id]) => id);
}
