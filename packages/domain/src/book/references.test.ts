import { describe, expect, it } from 'vitest';
import { KINDS } from '../office/kinds.ts';
import { openBook } from '../office/open-book.ts';
import { REFERENCES, SCOPE_REFERENCES } from '../office/references.ts';

const head = (kind: string, id: string): string =>
  `kind: ${kind}\nid: ${id}\ntitle: X\nsource: { note: x }\nvalid: { from: 2025-01-01 }\n`;
const book = (...entries: readonly string[]): readonly string[] =>
  openBook([{ path: 'a.yaml', text: entries.join('---\n') }]).refusals.map(
    ({ code, place, params }) => `${place.line}:${place.column} ${code} ${JSON.stringify(params)}`,
  );

const BCH = head('party', 'bch');
const GOMEL = `${head('place', 'gomel')}country: BY\n`;

const replacing = (id: string, other: string, items = ''): string =>
  `${head('party', id)}supersedes: [{ entry: ${other}${items} }]\n`;

describe('what entries name', () => {
  it('is in the book', () => {
    const link = `${head('link', 'l')}from: gomel\nto: gomel\nmode: rail\ncarrier: bch\n`;
    const meter = `${head('meter', 'm')}measure: mass\nwindow: { calendar: year }\nscope: { leg.carrier: [bch], origin: gomel, not: { any: [{ via: [gomel] }] }, crossings: { pairs: [[gomel, gomel]] } }\n`;
    expect(book(BCH, GOMEL, link, meter, `${head('quota', 'q')}meter: m\n`)).toEqual([]);
  });

  it('or is refused at its place, with the nearest there is', () => {
    const link = `${head('link', 'l')}from: gomell\nto: brest\nmode: rail\ncarrier: gomel\n`;
    expect(book(BCH, GOMEL, link)).toEqual([
      '19:7 book.reference-missing {"path":"from","kind":"place","id":"gomell","nearest":"gomel"}',
      '20:5 book.reference-missing {"path":"to","kind":"place","id":"brest","nearest":"none"}',
      '22:10 book.reference-missing {"path":"carrier","kind":"party","id":"gomel","nearest":"none"}',
    ]);
  });

  it('is looked up in scopes, at every depth', () => {
    const scope =
      '{ consignor: [bch, bcx], not: { any: [{ origin: gomle }] }, crossings: { pair: [gomel, kena], any: [kena] }, traffic: [export] }';
    const meter = `${head('meter', 'm')}measure: mass\nwindow: { calendar: year }\nscope: ${scope}\n`;
    expect(book(BCH, GOMEL, meter).map((one) => one.slice(one.indexOf('{')))).toEqual([
      '{"path":"scope.consignor.1","kind":"party","id":"bcx","nearest":"bch"}',
      '{"path":"scope.not.any.0.origin","kind":"place","id":"gomle","nearest":"gomel"}',
      '{"path":"scope.crossings.pair.1","kind":"place","id":"kena","nearest":"none"}',
      '{"path":"scope.crossings.any.0","kind":"place","id":"kena","nearest":"none"}',
    ]);
  });

  it('is looked up in tariffs’ steps and in meters written in place', () => {
    const tariff = `${head('tariff', 't')}carrier: bch\ntraffic: [export]\ncurrency: BYN\nparts: [{ id: a, charge: freight, steps: [{ step: lookup, name: x, value: "1", when: { origin: kena } }] }]\n`;
    const quota = `${head('quota', 'q')}meter: { measure: mass, window: { calendar: year }, scope: { destination: kena } }\n`;
    expect(
      book(BCH, tariff, quota, `${head('quota', 'r')}meter: nothing\n`).map((one) => one.slice(one.indexOf('{'))),
    ).toEqual([
      '{"path":"parts.0.steps.0.when.origin","kind":"place","id":"kena","nearest":"none"}',
      '{"path":"meter.scope.destination","kind":"place","id":"kena","nearest":"none"}',
      '{"path":"meter","kind":"meter","id":"nothing","nearest":"none"}',
    ]);
  });

  it('names a version of the base tariff that there is', () => {
    const tariff = `${head('tariff', 't')}version: first\ncarrier: bch\ntraffic: [export]\ncurrency: BYN\nparts: [{ id: a, charge: freight, steps: [{ step: lookup, name: x, value: "1" }] }]\n`;
    const discount = `${head('discount', 'd')}grantor: { party: bch, role: carrier }\nbase: [{ tariff: t, version: first }, { tariff: t, version: frist }, { tariff: t }]\ntouches: { charges: [freight] }\neffect: { kind: multiply, by: "0.8" }\n`;
    expect(book(BCH, tariff, discount)).toEqual([
      '24:61 book.reference-version-missing {"kind":"tariff","id":"t","version":"frist","known":"first"}',
    ]);
  });

  it('what an entry supersedes is of its own kind, and there is no ring of them', () => {
    expect(book(GOMEL, replacing('a', 'gomel'))).toEqual([
      '13:23 book.reference-missing {"path":"supersedes.0.entry","kind":"party","id":"gomel","nearest":"none"}',
    ]);
    expect(book(replacing('a', 'b'), replacing('b', 'c'), replacing('c', 'a'), replacing('d', 'a'))).toEqual([
      '6:13 book.supersedes-ring {"id":"a","others":"b"}',
      '13:13 book.supersedes-ring {"id":"b","others":"c"}',
      '20:13 book.supersedes-ring {"id":"c","others":"a"}',
    ]);
  });

  it('what an entry supersedes may be a notice or items of one, and every item is one of that notice', () => {
    const point = (id: string, item: string): string => `${head('party', id)}notice: { id: letter, item: "${item}" }\n`;
    const points = [point('first', '1.11'), point('second', '1.12')];
    expect(book(...points, replacing('a', 'letter'), replacing('b', 'letter', ', items: ["1.11"]'))).toEqual([]);
    expect(book(...points, replacing('a', 'letter', ', items: ["1.11", "1.13"]'))).toEqual([
      '20:47 book.supersedes-item {"notice":"letter","item":"1.13","known":"1.11, 1.12"}',
    ]);
    expect(book(replacing('a', 'b', ', items: [x]'), replacing('b', 'a'))).toEqual([
      '6:34 book.supersedes-item {"notice":"b","item":"x","known":"none"}',
    ]);
  });
});

describe('the table of references', () => {
  it('speaks of kinds there are', () => {
    const targets = Object.values(REFERENCES).flatMap((list) => list.map(({ to }) => to));
    const named = [...Object.keys(REFERENCES), ...targets, ...Object.values(SCOPE_REFERENCES)].filter(
      (kind) => kind !== 'scope',
    );
    expect(named.filter((kind) => !Object.keys(KINDS).includes(kind))).toEqual([]);
  });
});
