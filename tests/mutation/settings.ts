import { compareCodePoints } from '@kontor/domain/kernel/code-point';
import { isTest, pathsBelow, type Source, source, textOf } from '../tidy/source.ts';
import { type Mutant, mutantsOf } from './operators.ts';

const CASES = 'tests/cases';
const domain = (...folders: readonly string[]): readonly string[] =>
  folders.map((folder) => `packages/domain/src/${folder}`);

/** The folders of the domain that make prices, each with the folders whose tests are run under its mutants. */
export const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  settlement: domain('settlement'),
  explain: domain('explain'),
  scope: [...domain('scope', 'restriction', 'meter', 'discount', 'rating'), CASES],
  meter: [...domain('meter', 'discount', 'rating', 'office', 'quota', 'promise'), CASES],
  tariff: [...domain('tariff', 'rating', 'office'), CASES],
  discount: [...domain('discount', 'rating', 'office', 'explain'), CASES],
};

/** Tests over whole journals take seconds, and notice little that the others do not. */
export const SLOW =
  /\/rating\/laws|\/(?:hostile-book|json-schema|rerate|rate-journal|entitlement|screen-laws|screen-journal)\.test\.ts$/u;

/** How many tests of other folders are run under a mutant that the folder's own tests do not notice. */
export const MOST_FAR_TESTS = 30;

/** How often a property is tried under each mutant, with a fixed seed. */
export const RUNS_OF_PROPERTIES = 8;

/** Names of environment variables by which the command speaks to the process that runs the tests. */
export const FOLDER_VARIABLE = 'KONTOR_MUTATE';
export const NOTES_VARIABLE = 'KONTOR_MUTATE_NOTES';

/** The sources of a folder with their mutants, numbered through from 1. */
export function mutantsIn(folder: string): readonly { readonly source: Source; readonly mutants: readonly Mutant[] }[] {
  const sources = pathsBelow(`packages/domain/src/${folder}`)
    .toSorted(compareCodePoints)
    .map((path) => source(path, textOf(path)))
    .filter((one) => !isTest(one));
  let first = 1;
  return sources.map((one) => {
    const mutants = mutantsOf(one, first);
    first += mutants.length;
    return { source: one, mutants };
  });
}

/** Of a hundred mutants of a folder, how many the tests must notice. */
export const LEAST_SCORE = 85;
