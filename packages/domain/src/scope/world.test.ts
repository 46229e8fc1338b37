import { describe, expect, it } from 'vitest';
import { loadBook } from '../book/load.ts';
import { consignmentSchema } from '../consignment/schema.ts';
import { localDate } from '../kernel/local-date.ts';
import { placeSchema } from '../network/schema.ts';
import { partySchema } from '../party/schema.ts';
import { worldOf, worldsByKnowledge, worldsOf } from './world.ts';

const text = `
kind: party
id: bcc
title: BCC
source: { note: x }
valid: { from: 2024-01-01 }
country: BY
groups: [small]
---
kind: party
id: bcc
title: BCC
source: { note: x }
valid: { from: 2025-01-01 }
known: 2024-12-01
country: BY
groups: [large]
---
kind: place
id: gomel
title: Gomel
source: { note: x }
valid: { from: 2024-01-01, to: 2026-01-01 }
country: BY
railway: bch
`;
const { book, refusals } = loadBook([{ path: 'a.yaml', text }], { party: partySchema, place: placeSchema });

const groups = (on: string, knownBy: string): readonly string[] | undefined =>
  worldOf(book, { on: localDate(on), knownBy: localDate(knownBy) }).party('bcc')?.groups;

/** The value, which the test has put there. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  return value;
}

describe('what the book knows of parties and places', () => {
  it('is that of the day of acceptance and of what was known', () => {
    expect(refusals).toEqual([]);
    expect(groups('2024-12-31', '2026-01-01')).toEqual(['small']);
    expect(groups('2025-01-01', '2026-01-01')).toEqual(['large']);
    expect(groups('2025-01-01', '2024-11-30')).toEqual(['small']);
    expect(groups('2023-12-31', '2026-01-01')).toBeUndefined();
  });

  it('without a day is the newest of each', () => {
    const world = worldOf(book);
    expect(world.party('bcc')).toEqual({ country: 'BY', groups: ['large'] });
    expect(world.place('gomel')).toEqual({ country: 'BY', railway: 'bch' });
    expect(world.place('brest')).toBeUndefined();
  });

  it('is made once for the days between two changes', () => {
    const on = worldsOf(book, localDate('2026-06-01'));
    expect(on(localDate('2024-01-01'))).toBe(on(localDate('2024-12-31')));
    expect(on(localDate('2025-01-01'))).not.toBe(on(localDate('2024-12-31')));
    expect(on(localDate('2025-12-31')).place('gomel')).toBeDefined();
    expect(on(localDate('2026-01-01')).place('gomel')).toBeUndefined();
    expect(on(localDate('2020-01-01')).party('bcc')).toBeUndefined();
  });

  it('is the same between two days on which something became known, and follows what did', () => {
    const at = worldsByKnowledge(book);
    const asked = (date: string, knownBy: string) => at({ date: localDate(date), knownBy: localDate(knownBy) });
    expect(asked('2025-01-01', '2025-12-30')).toBe(asked('2025-01-01', '2025-12-31'));
    expect(asked('2025-01-01', '2024-11-30').party('bcc')?.groups).toEqual(['small']);
    expect(asked('2025-01-01', '2026-01-01').party('bcc')?.groups).toEqual(['large']);
    expect(asked('2025-01-01', '2020-01-01').party('bcc')).toBeUndefined();
  });

  it('tells the payer of a leg of the consignment', () => {
    const legs = [{ carrier: 'bch', mode: 'rail', from: 'gomel', to: 'brest' }];
    const one = consignmentSchema.parse({
      note: 'n',
      accepted: '2025-01-01',
      consignee: 'ktk',
      incoterm: { code: 'EXW' },
      legs,
    });
    const [leg] = one.legs;
    const world = worldOf(book);
    expect(world.payerOf(one, present(leg))).toBe('ktk');
    expect(world.payerOf(one, { carrier: 'lg', mode: 'rail', from: 'x', to: 'y' })).toBeUndefined();
  });
});
