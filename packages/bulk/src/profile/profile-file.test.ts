import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { profileOf, scratchFolder, speechless } from '../testing/scratch.ts';
import { loadProfile, parseProfile, profileText, saveProfile } from './profile-file.ts';
import { settingsOf } from './schema.ts';

const scratch = scratchFolder();
const PROFILE = profileOf({
  encoding: 'windows-1251',
  delimiter: ';',
  grouping: 'consecutive',
  columns: { 'Масса, т': { field: 'wagon.mass_kg', decimal: ',' }, 'Что-то': 'ignore' },
  defaults: { 'leg1.mode': 'rail' },
  parties: { 'ООО "Ромашка"': 'romashka' },
  values: { kind: { повагонная: 'wagonload' } },
});

describe('a profile', () => {
  test.each(['p.yaml', 'p.json'])('is saved as %s and read back', async (name) => {
    await scratch.write(name, 'before');
    expect(await saveProfile(scratch.path(name), PROFILE)).toMatchObject({ ok: true });
    expect(await loadProfile(scratch.path(name))).toEqual({ ok: true, value: PROFILE });
    if (name.endsWith('.json'))
      expect(JSON.parse(await readFile(scratch.path(name), 'utf8'))).toMatchObject({ version: 1 });
  });

  test('is the same text for the same answers in any order', () => {
    const turned = profileOf({ ...PROFILE, columns: Object.fromEntries(Object.entries(PROFILE.columns).toReversed()) });
    expect(profileText(turned, 'yaml')).toBe(profileText(PROFILE, 'yaml'));
  });

  test('may name a column’s field in short', () => {
    const parsed = parseProfile('schema: kontor/import-profile\nversion: 1\ncolumns:\n  Вес: item.mass_kg\n', 'p.yaml');
    expect(parsed.ok && settingsOf(parsed.value, 'Вес')).toEqual({ field: 'item.mass_kg' });
    expect(parsed.ok && settingsOf(parsed.value, 'constructor')).toEqual({});
  });

  test.each([
    ['schema: kontor/import-profile\nversion: 1\ncolumns:\n  Вес: item.weight\n', 'profile.invalid', 4],
    ['schema: kontor/import-profile\nversion: 2\n', 'profile.invalid', 2],
    ['schema: kontor/import-profile\nversion: 1\nunknown: 1\n', 'profile.invalid', 1],
    ['schema: [\n', 'profile.syntax', 2],
    ['a: &x 1\nb: *x\n', 'profile.syntax', 1],
    ['- 1\n', 'profile.not-map', 1],
    ['', 'profile.not-map', 1],
  ])('%j is refused with its line', async (text, code, line) => {
    const parsed = parseProfile(text, 'p.yaml');
    expect(parsed).toMatchObject({ ok: false, refusals: [{ code, place: { file: 'p.yaml', line } }] });
    expect(await speechless(parsed.ok ? [] : parsed.refusals)).toEqual([]);
  });

  test('of any text is read or refused', async () => {
    const sign = fc.constantFrom(...'schema: kontor/import-profile\nversion:1&*!{}[]-"\'|>'.split(''));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: sign, maxLength: 60 }), async (text) => {
        const parsed = parseProfile(text, 'p.yaml');
        expect(await speechless(parsed.ok ? [] : parsed.refusals)).toEqual([]);
      }),
    );
  });
});

test('a profile that is not there', async () => {
  expect(await loadProfile('no-such-profile.yaml')).toMatchObject({ ok: false, refusals: [{ code: 'file.missing' }] });
});

test('the profile shown in the guide is one', async () => {
  const guide = await readFile(new URL('../../../../docs/how-to/import-your-file.md', import.meta.url), 'utf8');
  const shown = /```yaml\n(.*?)```/s.exec(guide)?.[1] ?? '';
  expect(parseProfile(shown, 'import-your-file.md')).toMatchObject({ ok: true, value: { grouping: 'consecutive' } });
});
