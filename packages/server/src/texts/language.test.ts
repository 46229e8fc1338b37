import { expect, test } from 'vitest';
import { chooseLanguage, readLanguage } from './language.ts';

test.each([
  ['de', 'de'],
  ['DE', 'de'],
  ['de-AT', 'de'],
  ['ru_BY.UTF-8', 'ru'],
  ['be_BY@latin', 'be'],
  ['en', 'en'],
  ['C', undefined],
  ['C.UTF-8', undefined],
  ['POSIX', undefined],
  ['pl_PL', undefined],
  ['', undefined],
])('reads %j as %j', (name, language) => {
  expect(readLanguage(name)).toBe(language);
});

test('the option wins over the environment', () => {
  expect(chooseLanguage('ru', { LC_ALL: 'de_DE.UTF-8' })).toEqual({ ok: true, value: 'ru' });
});

test.each([
  [{ LC_ALL: 'be_BY.UTF-8', LC_MESSAGES: 'ru_RU', LANG: 'de_DE' }, 'be'],
  [{ LC_MESSAGES: 'ru_RU.UTF-8', LANG: 'de_DE' }, 'ru'],
  [{ LANG: 'de_DE.UTF-8' }, 'de'],
  [{ LC_ALL: '', LANG: 'de_DE.UTF-8' }, 'de'],
  [{ LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, 'en'],
  [{ LANG: 'fr_FR.UTF-8' }, 'en'],
  [{}, 'en'],
])('without an option the environment %j speaks %s', (environment, language) => {
  expect(chooseLanguage(undefined, environment)).toEqual({ ok: true, value: language });
});

test('an option that is none of our languages is refused, whatever the environment says', () => {
  const result = chooseLanguage('fr', { LANG: 'de_DE' });
  expect(result).toMatchObject({ ok: false, refusals: [{ code: 'language-unknown', params: { wanted: 'fr' } }] });
});
