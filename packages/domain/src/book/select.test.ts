import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDate } from '../kernel/local-date.ts';
import { inForce, type Versioned } from './select.ts';

type Written = {
  id?: string;
  version?: string;
  from: string;
  to?: string;
  known?: string;
  supersedes?: readonly { entry: string; items?: string[] }[];
  notice?: { id: string; item: string };
};

function entry({ id = 'a', version = '', from, to, known = from, supersedes, notice }: Written): Versioned {
  const start = localDate(from);
  return {
    id,
    version,
    known: localDate(known),
    valid: { from: start, to: to === undefined ? undefined : localDate(to) },
    header: {
      id,
      title: id,
      source: {},
      valid: { from: start },
      ...(notice === undefined ? {} : { notice }),
      ...(supersedes === undefined ? {} : { supersedes: supersedes.map((one) => ({ ...one })) }),
    },
  };
}

/** Versions in force, by name, on a day with what was known by another. */
const names = (entries: readonly Versioned[], on: string, knownBy = '2999-12-31'): readonly string[] =>
  inForce(entries, { on: localDate(on), knownBy: localDate(knownBy) }).map(({ id, version }) => `${id}${version}`);

describe('entries in force', () => {
  it('are valid on the day (the end is not in it) and known by then', () => {
    const one = [entry({ from: '2025-01-01', to: '2026-01-01', known: '2025-02-01' })];
    expect(names(one, '2024-12-31')).toEqual([]);
    expect(names(one, '2025-01-01')).toEqual(['a']);
    expect(names(one, '2025-12-31')).toEqual(['a']);
    expect(names(one, '2026-01-01')).toEqual([]);
    expect(names(one, '2025-06-01', '2025-01-31')).toEqual([]);
    expect(names(one, '2025-06-01', '2025-02-01')).toEqual(['a']);
  });

  it('are replaced by a newer version from its own start, not before it was known', () => {
    const two = [
      entry({ version: '1', from: '2024-01-01' }),
      entry({ version: '2', from: '2025-01-01', known: '2024-11-01', to: '2026-01-01' }),
    ];
    expect(names(two, '2024-12-31')).toEqual(['a1']);
    expect(names(two, '2025-01-01')).toEqual(['a2']);
    expect(names(two, '2025-01-01', '2024-10-31')).toEqual(['a1']);
  });

  it('do not come back when what superseded them has run out', () => {
    const two = [
      entry({ version: '1', from: '2024-01-01' }),
      entry({ version: '2', from: '2025-01-01', to: '2026-01-01' }),
    ];
    expect(names(two, '2026-01-01')).toEqual([]);
    const other = [
      entry({ id: 'old', from: '2024-01-01' }),
      entry({ id: 'new', from: '2025-01-01', to: '2026-01-01', supersedes: [{ entry: 'old' }] }),
    ];
    expect(names(other, '2024-12-31')).toEqual(['old']);
    expect(names(other, '2025-01-01')).toEqual(['new']);
    expect(names(other, '2026-01-01')).toEqual([]);
  });

  it('yield to a back-dated version where it holds, and only from when it was known', () => {
    const three = [
      entry({ version: '1', from: '2024-01-01' }),
      entry({ version: '2', from: '2025-01-01' }),
      entry({ version: '1b', from: '2024-01-01', to: '2025-01-01', known: '2025-06-01' }),
    ];
    expect(names(three, '2024-07-01', '2025-05-31')).toEqual(['a1']);
    expect(names(three, '2024-07-01')).toEqual(['a1b']);
    expect(names(three, '2025-07-01')).toEqual(['a2']);
  });

  it('are not superseded by a version that was itself corrected away', () => {
    const three = [
      entry({ id: 'old', from: '2024-01-01' }),
      entry({ id: 'new', version: '1', from: '2025-01-01', supersedes: [{ entry: 'old' }] }),
      entry({ id: 'new', version: '2', from: '2025-01-01', known: '2025-02-01' }),
    ];
    expect(names(three, '2025-03-01', '2025-01-31')).toEqual(['new1']);
    expect(names(three, '2025-03-01')).toEqual(['old', 'new2']);
  });

  it('items of a notice cease one by one or all together, from when the later notice begins and was known', () => {
    const item = (id: string, number: string): Versioned =>
      entry({ id, from: '2017-01-01', notice: { id: 'letter', item: number } });
    const letter = [item('p11', '1.11'), item('p12', '1.12')];
    const later = (...items: string[]): Versioned =>
      entry({
        id: 'new',
        from: '2017-10-16',
        known: '2017-10-27',
        supersedes: [{ entry: 'letter', ...(items.length === 0 ? {} : { items }) }],
      });
    const one = [...letter, later('1.11')];
    expect(names(one, '2017-10-15')).toEqual(['p11', 'p12']);
    expect(names(one, '2017-10-16')).toEqual(['p12', 'new']);
    expect(names(one, '2017-10-16', '2017-10-26')).toEqual(['p11', 'p12']);
    expect(names([...letter, later()], '2017-10-16')).toEqual(['new']);
  });

  it('are not superseded by items where they are no item of a notice, nor by naming themselves', () => {
    const two = [
      entry({ id: 'old', from: '2024-01-01' }),
      entry({ id: 'new', from: '2025-01-01', supersedes: [{ entry: 'old', items: ['p1'] }, { entry: 'new' }] }),
    ];
    expect(names(two, '2025-01-01')).toEqual(['old', 'new']);
  });

  it('never two versions of one id, and none that was not known', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2025-01-${String(n).padStart(2, '0')}`);
    const versions = fc.array(fc.record({ from: day, known: day, open: fc.boolean() }), { maxLength: 6 });
    fc.assert(
      fc.property(versions, day, day, (list, on, knownBy) => {
        const entries = list.map(({ from, known, open }, index) =>
          entry({ version: String(index), from, known, ...(open ? {} : { to: '2025-01-29' }) }),
        );
        const found = inForce(entries, { on: localDate(on), knownBy: localDate(knownBy) });
        expect(found.length).toBeLessThanOrEqual(1);
        for (const one of found) expect(one.known <= knownBy && one.valid.from <= on).toBe(true);
        const candidates = entries.filter((one) => one.known <= knownBy && one.valid.from <= on);
        expect(found.length === 0).toBe(candidates.length === 0);
      }),
    );
  });
});
