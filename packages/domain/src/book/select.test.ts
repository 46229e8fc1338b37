import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localDate } from '../kernel/local-date.ts';
import { inForce, supersededItems, type Versioned } from './select.ts';

type Written = {
  id?: string;
  version?: string;
  from: string;
  to?: string;
  known?: string;
  supersedes?: readonly { entry: string; items?: string[] }[];
};

function entry({ id = 'a', version = '', from, to, known = from, supersedes }: Written): Versioned {
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
      ...(supersedes === undefined ? {} : { supersedes: supersedes.map((one) => ({ ...one })) }),
    },
  };
}

/** Versions in force, by name, on a day with what was known by another. */
const names = (entries: readonly Versioned[], on: string, knownBy = '2999-12-31'): readonly string[] =>
  inForce(entries, { on: localDate(on), knownBy: localDate(knownBy) }).map(({ id, version }) => `${id}${version}`);

/** The value, which the test has put there. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('nothing there');
  return value;
}

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

  it('are not superseded by one that takes over items only, nor by naming themselves', () => {
    const two = [
      entry({ id: 'old', from: '2024-01-01' }),
      entry({ id: 'new', from: '2025-01-01', supersedes: [{ entry: 'old', items: ['p1', 'p2'] }, { entry: 'new' }] }),
    ];
    const at = { on: localDate('2025-01-01'), knownBy: localDate('2025-01-01') };
    expect(names(two, '2025-01-01')).toEqual(['old', 'new']);
    const [old] = two;
    expect([...supersededItems(present(old), two, at)]).toEqual(['p1', 'p2']);
    expect([...supersededItems(present(old), two, { ...at, on: localDate('2024-12-31') })]).toEqual([]);
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
