import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadProfile } from '../profile/profile-file.ts';
import { EMPTY_PROFILE, type Profile } from '../profile/schema.ts';
import { importing } from '../testing/scratch.ts';

const sample = (name: string): string => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));

async function profileNamed(name: string): Promise<Profile> {
  const profile = await loadProfile(sample(name));
  return profile.ok ? profile.value : EMPTY_PROFILE;
}

describe('the samples', () => {
  test('reestr-1251.csv: an accounting export in Windows-1251 with one impossible date', async () => {
    const { consignments, rejects, result } = await importing(sample('reestr-1251.csv'));
    expect(consignments.map((each) => [each.note, each.kind, each.mass_kg])).toEqual([
      ['25910001', 'wagonload', 68_400],
      ['25910002', 'wagonload', 67_950],
    ]);
    expect(rejects).toEqual([{ line: 6, codes: ['import.date.malformed'] }]);
    expect(result).toMatchObject({ value: { exitCode: 1, skippedRows: 1 } });
  });

  test('wagenliste.csv: one row per wagon, thousands by points; its profile says so', async () => {
    const asked = await importing(sample('wagenliste.csv'));
    expect(asked.refusals.map((each) => each.code)).toEqual([
      'import.ask.grouping',
      'import.ask.decimal',
      'import.ask.decimal',
    ]);
    const { consignments } = await importing(sample('wagenliste.csv'), {
      profile: await profileNamed('wagenliste.profile.yaml'),
    });
    expect(consignments.map((each) => [each.note, each.mass_kg, each.wagons.map((wagon) => wagon.tare_kg)])).toEqual([
      ['G-1001', 42_750, [23_800, 23_800]],
      ['G-1002', 20_900, [23_750]],
    ]);
  });

  test('reestr.xlsx: merged titles, formulas and a total', async () => {
    const { consignments } = await importing(sample('reestr.xlsx'));
    expect(consignments.map((each) => [each.note, each.accepted, each.mass_kg])).toEqual([
      ['00123', '2025-03-15', 68_400],
      ['00124', '2025-03-16', 69_400],
    ]);
  });

  test('consignments.jsonl: whole records', async () => {
    const { consignments } = await importing(sample('consignments.jsonl'));
    expect(consignments.map((each) => [each.note, each.legs.length])).toEqual([
      ['J-1', 1],
      ['J-2', 1],
    ]);
  });
});
