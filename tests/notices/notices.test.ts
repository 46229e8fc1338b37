import { readBookFolder } from '@kontor/bulk/book/read-book-folder';
import { describe, expect, it, test } from 'vitest';
import { arrivesAt, byHand, moneyIn } from './by-hand.ts';
import { notShown } from './coverage.ts';
import { agreesIn, listedNotices, NOTICES_BOOK, priceNotices, sourcesOf } from './notices.ts';

const read = await readBookFolder(NOTICES_BOOK);
if (!read.ok) throw new Error('the book of notices cannot be read');
const files = read.value;
const priced = priceNotices(files);
const entries = priced.notices.flatMap(({ entries: own }) => own);

describe('the published notices', () => {
  it('stand in the book without an error, each with its published address', () => {
    expect(priced.errors).toEqual([]);
    const found = priced.notices.map(({ id, entries: own }) => [id, own.flatMap(({ entry }) => sourcesOf(entry))]);
    for (const { id, src } of listedNotices())
      expect(JSON.stringify(found.filter(([own]) => own === id))).toContain(src);
  });

  it.each(entries.map((one) => [`${one.entry.id} ${one.entry.version}`, one] as const))(
    '%s: every example agrees, to the smallest unit',
    (_, { examples }) => {
      expect(examples.filter((one) => !agreesIn(one))).toEqual([]);
    },
  );

  it.each(entries.map((one) => [`${one.entry.id} ${one.entry.version}`, one.entry] as const))(
    '%s: is shown inside, outside by each condition, with each fact missing, at every bound, row, first and last day',
    (_, entry) => {
      expect(notShown(priced, entry)).toEqual([]);
    },
  );
});

describe('calculations by hand', () => {
  it.each(entries.map((one) => [`${one.entry.id} ${one.entry.version}`, one.examples] as const))(
    '%s: come out, and arrive at every amount that an example expects',
    (_, examples) => {
      for (const { example } of examples) {
        const calculation = byHand(example.source ?? '');
        expect({ name: example.name, wrong: calculation.wrong }).toEqual({ name: example.name, wrong: [] });
        const unexplained = moneyIn(example).filter((figure) => !arrivesAt(calculation, figure));
        expect({ name: example.name, unexplained }).toEqual({ name: example.name, unexplained: [] });
      }
    },
  );

  test('that are wrong are seen', () => {
    expect(byHand('by hand: 60 t x 1000 RUB = 60000; 60000 x 0.449 = 26940 off').wrong).toEqual([]);
    expect(byHand('by hand: 60 t x 1000 RUB = 60001').wrong).toEqual(['60 t x 1000 RUB = 60001']);
    expect(byHand('2 x 0.125 = 0.25; 3 x 0.045 = 0.135 rounded 0.13').wrong).toEqual([
      '3 x 0.045 = 0.135 rounded 0.13',
    ]);
    expect(byHand('nothing = 1').wrong).toEqual(['nothing = 1']);
    expect(arrivesAt(byHand('60 x 2 = 120'), '-120.00')).toBe(true);
    expect(arrivesAt(byHand('60 x 2 = 120'), '120.01')).toBe(false);
  });
});

/** The book with one text in one file written otherwise. */
function pricedWith(file: string, from: string, to: string): ReturnType<typeof priceNotices> {
  expect(files.some(({ path, text }) => path.startsWith(file) && text.includes(from))).toBe(true);
  return priceNotices(
    files.map((one) => (one.path.startsWith(file) ? { ...one, text: one.text.replace(from, () => to) } : one)),
  );
}

const differing = ({ notices }: ReturnType<typeof priceNotices>): readonly string[] =>
  notices.flatMap(({ id, entries: own }) =>
    own.flatMap(({ examples }) =>
      examples.filter((one) => !agreesIn(one)).map(({ example }) => `${id} ${example.name}`),
    ),
  );

describe('what is off is seen', () => {
  it.each([
    ['n01', 'amount: "26940"', 'amount: "26940.01"', 'N01 inside'],
    ['n08', 'net: "960"', 'net: "959.99"', 'N08 inside: September asks for nothing before it'],
    [
      'n16',
      'consignee: "18879728.13"',
      'consignee: "18879728.14"',
      'N16 more is asked for: the printed real rate of 1.153145',
    ],
    ['n13', 'outcome: not-in-force', 'outcome: applied', 'N13 the day before the first'],
  ])('an expectation of %s by the smallest unit, %s', (file, from, to, name) => {
    expect(differing(pricedWith(file, from, to))).toEqual([name]);
  });

  it('an entry that loses an example, or gains a condition, is not shown in full', () => {
    const short = pricedWith('n08', 'exactly: ["211"]', 'exactly: ["211", "250"]');
    const [entry] = short.notices.find(({ id }) => id === 'N08')?.entries ?? [];
    expect(entry === undefined ? [] : notShown(short, entry.entry)).toContain('one kilometre below, at and above 250');
    const more = pricedWith(
      'n16',
      'kind: block-train }\neffect',
      'kind: block-train, train.wagons: { from: "20" } }\neffect',
    );
    const [train] = more.notices.find(({ id }) => id === 'N16')?.entries ?? [];
    expect(train === undefined ? [] : notShown(more, train.entry)).toEqual([
      'outside by train.wagons',
      'missing train.wagons',
    ]);
  });
});
