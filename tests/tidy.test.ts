import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { againstFolders, againstPackages, drawnFolders } from './tidy/directions.ts';
import { badNames, barrels, leftOutTests, machineTraces, unfiledNotes, untyped } from './tidy/habits.ts';
import { addressesInLock, outOfLock, outOfTable, unpinned, wrongLicences } from './tidy/house.ts';
import { missingArguments, unknownKeys, unsaid, unspokenCodes, unspokenRefusals } from './tidy/message-uses.ts';
import { divergent, gather, malformed, untranslated } from './tidy/messages.ts';
import { floats, impurities } from './tidy/purity.ts';
import { tooBig } from './tidy/sizes.ts';
import { allSources, pathsBelow, ROOT, textOf } from './tidy/source.ts';

/**
 * Holds the walls of the house. Each rule is a function in tests/tidy/ with a test of its own beside it, on small texts
 * that break it; here the rules are asked of the repository. A finding reads `file:line: what is wrong`.
 */

const LANGUAGES = ['en', 'de', 'ru', 'be'];

/** Beginnings of keys that are made from data: the code of a unit, for one, comes from a book. */
const MADE_FROM_DATA = ['unit.'];

const TEXT = /(?:\.(?:ts|tsx|mjs|js|json|md|yaml|yml|csv|sql|css|html)|\/run|LICENSE|\.npmrc|\.gitignore)$/u;

const sources = allSources();
const paths = pathsBelow('.');
const architecture = textOf('ARCHITECTURE.md');
const lock = textOf('package-lock.json');
const manifests = paths
  .filter((path) => /(?:^|\/)package\.json$/u.test(path))
  .map((path) => ({ path, text: textOf(path) }));
const catalogues = new Map(
  LANGUAGES.map((language) => {
    const files = pathsBelow(`catalogues/${language}`).map((path) => ({ path, text: textOf(path) }));
    return [language, gather(files)] as const;
  }),
);
const messages = new Map([...catalogues].map(([language, gathered]) => [language, gathered.messages] as const));
const english = messages.get('en') ?? new Map<string, never>();

/** What an installed package states as its licence. */
function statedLicence(name: string): string | undefined {
  const path = `node_modules/${name}/package.json`;
  if (!existsSync(join(ROOT, path))) return undefined;
  return z.object({ license: z.string().optional() }).parse(JSON.parse(textOf(path))).license;
}

test('the whole repository is looked at', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(manifests.length).toBeGreaterThan(5);
  expect(english.size).toBeGreaterThan(100);
});

describe('walls', () => {
  test('packages import one way: cli → server → store, bulk → domain; web imports none of them', () => {
    expect(againstPackages(sources)).toEqual([]);
  });

  test('a folder of the domain imports only folders drawn below it in ARCHITECTURE.md', () => {
    expect(againstFolders(sources, drawnFolders(architecture))).toEqual([]);
  });

  test('the domain reaches nothing outside: no Node, clock, chance, timer, environment, locale', () => {
    expect(impurities(sources)).toEqual([]);
  });

  test('the domain has no floats, and only kernel/rounding.ts rounds', () => {
    expect(floats(sources)).toEqual([]);
  });
});

describe('sizes', () => {
  test('files have at most 400 lines, functions 60, nesting 3; known offenders only shrink', () => {
    const ratchet = z.record(z.string(), z.number()).parse(JSON.parse(textOf('tests/tidy-ratchet.json')));
    expect(tooBig(sources, ratchet)).toEqual([]);
  });
});

describe('habits', () => {
  test('there is no any, and the type-checker is never switched off', () => {
    expect(untyped(sources)).toEqual([]);
  });

  test('every test runs, with all the others', () => {
    expect(leftOutTests(sources)).toEqual([]);
  });

  test('a note to do something later has the number of its issue', () => {
    expect(unfiledNotes(sources)).toEqual([]);
  });

  test('there are no barrels', () => {
    expect(barrels(sources)).toEqual([]);
  });

  test('names are in kebab-case and say what is in the file', () => {
    expect(badNames(paths)).toEqual([]);
  });

  test('nothing names a path of one machine or the host of a registry', () => {
    const texts = paths.filter((path) => TEXT.test(path)).map((path) => ({ path, text: textOf(path) }));
    expect(machineTraces(texts)).toEqual([]);
  });
});

describe('catalogues', () => {
  test('are there in exactly the four languages', () => {
    const present = new Set(pathsBelow('catalogues').map((path) => path.split('/')[1] ?? ''));
    expect([...present].toSorted()).toEqual(LANGUAGES.toSorted());
  });

  test('hold each key once, and nothing but messages', () => {
    expect([...catalogues.values()].flatMap(({ findings }) => findings)).toEqual([]);
  });

  test('hold messages that can be read', () => {
    expect([...messages.values()].flatMap(malformed)).toEqual([]);
  });

  test('have the same keys, with the same arguments, in every language', () => {
    expect(divergent(messages)).toEqual([]);
  });

  test('are in the language they are filed under', () => {
    expect(untranslated(messages)).toEqual([]);
  });

  test('have a reason and a remedy for every refusal', () => {
    expect(unspokenRefusals(sources, english)).toEqual([]);
  });

  test('have words for every code', () => {
    expect(unspokenCodes(sources, english)).toEqual([]);
  });

  test('have every key that is said', () => {
    expect(unknownKeys(sources, english)).toEqual([]);
  });

  test('are given everything they fill in', () => {
    expect(missingArguments(sources, english)).toEqual([]);
  });

  test('have no key that nobody says', () => {
    expect(unsaid(sources, english, MADE_FROM_DATA)).toEqual([]);
  });
});

describe('dependencies', () => {
  test('come from no address in the lockfile', () => {
    expect(addressesInLock(lock)).toEqual([]);
  });

  test('are locked as every package.json wants them', () => {
    expect(outOfLock(manifests, lock)).toEqual([]);
  });

  test('are pinned to one version', () => {
    expect(unpinned(manifests)).toEqual([]);
  });

  test('each have their line in ARCHITECTURE.md: why, instead of what, licence', () => {
    expect(outOfTable(manifests, architecture)).toEqual([]);
  });

  test('have the licence that line states', () => {
    expect(wrongLicences(architecture, statedLicence)).toEqual([]);
  });
});
