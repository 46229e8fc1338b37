import { fileURLToPath } from 'node:url';
import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import { describe, expect, it } from 'vitest';
import { arrivesAt, byHand, moneyIn } from './by-hand.ts';
import { agreesIn, priceNotices } from './notices.ts';

const read = await readBookFolder(fileURLToPath(new URL('unseen', import.meta.url)));
if (!read.ok) throw new Error('the book of unseen notices cannot be read');
const { errors, notices } = priceNotices(read.value);

describe('notices beyond the published list, expressed as data alone', () => {
  it('stand in one book without an error, at least twelve of them with two examples or more', () => {
    expect(errors).toEqual([]);
    const shown = notices.filter(({ entries }) => entries.some(({ examples }) => examples.length > 1));
    expect(shown.length).toBe(notices.length);
    expect(notices.length).toBeGreaterThanOrEqual(12);
  });

  it.each(notices.flatMap(({ id, entries }) => entries.map(({ examples }) => [id, examples] as const)))(
    '%s: every example agrees with its calculation by hand',
    (_, examples) => {
      expect(examples.filter((one) => !agreesIn(one))).toEqual([]);
      for (const { example } of examples) {
        const calculation = byHand(example.source ?? '');
        const unexplained = moneyIn(example).filter((figure) => !arrivesAt(calculation, figure));
        expect({ name: example.name, wrong: calculation.wrong, unexplained }).toEqual({
          name: example.name,
          wrong: [],
          unexplained: [],
        });
      }
    },
  );
});
