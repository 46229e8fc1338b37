import { foldWord, titleTable } from '../columns/titles.ts';

/** Which list of words (data/titles.json, `words`) the values of a field are written in. */
export function wordListOf(field: string): string | undefined {
  if (/^leg[1-9]\.mode$/.test(field)) return 'mode';
  if (field === 'traffic' || /^leg[1-9]\.traffic$/.test(field)) return 'traffic';
  if (field === 'wagon.ownership' || field === 'container.ownership') return 'ownership';
  if (field === 'kind' || field === 'form') return field;
  if (field.endsWith('.loaded')) return 'flag';
  if (/^crossing[1-9]\.role$/.test(field)) return 'role';
  if (field === 'item.origin' || field === 'dispatchCountry' || field === 'destinationCountry') return 'country';
  return field === 'item.currency' ? 'currency' : undefined;
}

const folded = new Map<string, ReadonlyMap<string, string>>();

function listOf(name: string): ReadonlyMap<string, string> {
  const known = folded.get(name);
  if (known !== undefined) return known;
  const list = new Map<string, string>();
  for (const [value, spellings] of Object.entries(titleTable().words[name] ?? {})) {
    list.set(foldWord(value), value);
    for (const spelling of spellings) list.set(foldWord(spelling), value);
  }
  folded.set(name, list);
  return list;
}

/** The record's value for a word of the field, such as `private` for «Собственный»; undefined when the word is not known. */
export function valueOfWord(field: string, word: string): string | undefined {
  const list = wordListOf(field);
  return list === undefined ? undefined : listOf(list).get(foldWord(word));
}
