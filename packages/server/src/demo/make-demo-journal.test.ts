import { createHash } from 'node:crypto';
import type { Consignment } from '@kontor/domain/consignment/schema';
import { consignmentSchema } from '@kontor/domain/consignment/schema';
import { localDate } from '@kontor/domain/kernel/local-date';
import { knownJournal } from '@kontor/domain/office/journal';
import { describe, expect, it } from 'vitest';
import { DEMO_SEED, makeDemoJournal } from './make-demo-journal.ts';

const facts = makeDemoJournal(DEMO_SEED);
const hashOf = (journal: typeof facts): string => createHash('sha256').update(JSON.stringify(journal)).digest('hex');

/** Everything as it is known once all notes have come back. */
const { consignments, cancelled, corrected } = knownJournal(facts, localDate('2026-06-01'));
const asOfSession = knownJournal(facts, localDate('2025-10-01')).consignments;

const massOf = (list: readonly Consignment[]): number => list.reduce((sum, one) => sum + (one.mass_kg ?? 0), 0);
const under = (agreement: string, list = consignments): readonly Consignment[] =>
  list.filter((one) => one.agreement === agreement);
const receivedBy =
  (day: string) =>
  (one: Consignment): boolean =>
    one.dates.received !== undefined && one.dates.received < day;
const isCement = (one: Consignment): boolean => one.items.some((item) => item.codes.GNG?.startsWith('2523') === true);
const isThroughLithuania = (one: Consignment): boolean => one.legs.some((leg) => leg.carrier === 'lg');
const units = (list: readonly Consignment[], unit: 'pieces' | 'heads'): number =>
  list.flatMap((one) => one.items).reduce((sum, item) => sum + (item[unit] ?? 0), 0);

describe('the demonstration journal', () => {
  it('is the same byte for byte for the same seed, and another for another', () => {
    expect(hashOf(makeDemoJournal(DEMO_SEED))).toBe(hashOf(facts));
    expect(hashOf(facts)).toBe('2d0d87faecd27daed41b569cd2dab988dba71c33d4c97031105236a09fa686a8');
    expect(hashOf(makeDemoJournal(1))).not.toBe(hashOf(facts));
  });

  it('holds more than 6,000 consignments of 2024 and 2025, each with a note of its own', () => {
    const first = facts.filter((fact) => fact.kind === 'consignment');
    expect(first.length).toBeGreaterThanOrEqual(6000);
    expect(new Set(first.map((fact) => fact.note)).size).toBe(first.length);
    expect(consignments.every((one) => one.accepted >= '2024-01-01' && one.accepted < '2026-01-01')).toBe(true);
  });

  it('is made of records that the schema takes as they are', () => {
    for (const one of consignments) expect(consignmentSchema.parse(one)).toEqual(one);
  });

  it('states masses that add up over wagons and items', () => {
    for (const one of consignments) {
      expect(one.wagons.reduce((sum, wagon) => sum + (wagon.mass_kg ?? 0), 0)).toBe(one.mass_kg);
      expect(one.items.reduce((sum, item) => sum + (item.mass_kg ?? 0), 0)).toBe(one.mass_kg);
    }
  });

  it('numbers its facts in the order in which they are learned, corrections after what they correct', () => {
    const seen = new Set<string>();
    for (const [index, fact] of facts.entries()) {
      expect(fact.order).toBe(index + 1);
      expect(fact.learned >= (facts[index - 1]?.learned ?? fact.learned)).toBe(true);
      expect(seen.has(fact.note)).toBe(fact.kind !== 'consignment');
      seen.add(fact.note);
    }
  });

  it('has late notes, corrections and cancellations', () => {
    const late = facts.filter(
      (fact) =>
        fact.kind === 'consignment' &&
        fact.consignment.dates.received !== undefined &&
        Date.parse(fact.learned) - Date.parse(fact.consignment.dates.received) > 20 * 86_400_000,
    );
    expect(late.length).toBeGreaterThan(100);
    expect(corrected).toBeGreaterThan(150);
    expect(cancelled).toBeGreaterThan(30);
  });
});

describe('calibration to public totals', () => {
  it('uses up the 212 thousand t of cement by rail through Lithuania about 26 November 2024', () => {
    const rail = consignments.filter((one) => isCement(one) && isThroughLithuania(one) && one.accepted < '2025-01-01');
    const last =
      rail
        .map((one) => one.dates.crossed ?? '')
        .toSorted()
        .at(-1) ?? '';
    expect(massOf(rail)).toBeLessThanOrEqual(212_000_000);
    expect(massOf(rail)).toBeGreaterThan(211_000_000);
    expect(last >= '2024-11-25' && last <= '2024-11-27').toBe(true);
  });

  it('brings 61 to 66 thousand t of the cement agreed for 2025 by the session, by ferry, by sea and by rail', () => {
    const cement = under('cement-2025', asOfSession).filter(receivedBy('2025-10-01'));
    expect(massOf(cement)).toBeGreaterThan(61_000_000);
    expect(massOf(cement)).toBeLessThan(66_000_000);
    expect(new Set(cement.map((one) => [...new Set(one.legs.map((leg) => leg.mode))].join('+')))).toEqual(
      new Set(['rail', 'rail+ferry', 'rail+sea']),
    );
  });

  it('brings 16 tractors, 1 combine and 11 other machines by the session, and ten in 2024', () => {
    const machines = under('machines-2025', asOfSession).filter(receivedBy('2025-10-01'));
    const count = (code: string): number =>
      units(
        machines.filter((one) => one.items[0]?.codes.GNG?.startsWith(code) === true),
        'pieces',
      );
    expect([count('8701'), count('8433'), units(machines, 'pieces')]).toEqual([16, 1, 28]);
    const before = consignments.filter(
      (one) =>
        one.accepted < '2025-01-01' &&
        ['mtz', 'gomselmash'].includes(one.consignor ?? '') &&
        one.items[0]?.pieces !== undefined,
    );
    expect(units(before, 'pieces')).toBe(10);
  });

  it('counts breeding cattle in heads', () => {
    expect(units(under('cattle-2025'), 'heads')).toBeGreaterThan(500);
    expect(units(under('cattle-2025'), 'heads')).toBeLessThan(700);
  });

  it('sends nothing over the closed road from the day after the closure to its end', () => {
    const closed = consignments.filter((one) => one.accepted >= '2025-10-28' && one.accepted < '2025-11-20');
    expect(closed.filter((one) => one.legs.some((leg) => leg.via?.includes('benyakoni') === true))).toEqual([]);
    expect(closed.some((one) => one.legs[0]?.carrier === 'by-haulier')).toBe(true);
  });

  it('raises the value of goods in the first half of 2025 by about 3 % over that of 2024', () => {
    const half = (year: string): bigint =>
      consignments
        .filter((one) => one.accepted >= `${year}-01-01` && one.accepted < `${year}-07-01`)
        .flatMap((one) => one.items)
        .reduce((sum, item) => sum + BigInt(item.value?.amount ?? '0'), 0n);
    const perMille = (half('2025') * 1000n) / half('2024');
    expect(perMille).toBeGreaterThanOrEqual(1025n);
    expect(perMille).toBeLessThanOrEqual(1035n);
  });
});
