import { runInThisContext } from 'node:vm';
import { describe, expect, it, test } from 'vitest';
import { source } from '../tidy/source.ts';
import { instrument, mutated } from './instrument.ts';
import { mutantsOf } from './operators.ts';
import { asFunction } from './plugin.ts';
import { counted, survivorLines, table } from './report.ts';
import { passedOnce, switchboard } from './switchboard.ts';
import { readWish, wished, wishedName } from './wish.ts';

const mutantsIn = (text: string) => mutantsOf(source('packages/domain/src/scope/a.ts', text), 1);

/** The text with each of its mutants in place of what it changes. */
const changesIn = (text: string): readonly string[] =>
  mutantsIn(text).map(({ start, end, replacement }) => text.slice(0, start) + replacement + text.slice(end));

describe('what is changed', () => {
  test.each([
    ['a < b', ['true', 'false', 'a <= b', 'a >= b']],
    ['a === b', ['true', 'false', 'a !== b']],
    ['a + b', ['a - b']],
    ["a + 'b'", ["a + ''"]],
    ['a ?? b', ['a && b']],
    ['a && b', ['true', 'false', 'a || b']],
    ['!a', ['a']],
    ['-a', ['+a']],
    ['a++', ['a--']],
    ['a += b', ['a -= b']],
    ['a?.b', ['a.b']],
    ['a?.[b]', ['a[b]']],
    ['a?.(b)', ['a(b)']],
    ['a.every(b)', ['a.some(b)']],
    ['a.filter(b)', ['a']],
    ['a ? b : c', ['true ? b : c', 'false ? b : c']],
    ["'a'", ["''"]],
    ["''", ["'something else'"]],
    ['`a${b}`', ['``']],
    ['true', ['false']],
    ['[a]', ['[]']],
    ['[]', ["['something else']"]],
    ['() => a', ['() => undefined']],
    ['() => undefined', []],
    ['/^a$/u', ['/a$/u', '/^a/u']],
  ])('%s', (text, changed) => {
    expect(changesIn(`x = ${text};`)).toEqual(changed.map((one) => `x = ${one};`));
  });

  test('an object is emptied, not its keys; a block and a case lose their statements', () => {
    expect(changesIn("x = { 'a': 1 };")).toEqual(['x = {};']);
    expect(changesIn('function f() { g(); }')).toEqual(['function f() {  }']);
    expect(changesIn('switch (a) { case 1: b(); break; }')).toEqual(['switch (a) { case 1:  }']);
  });

  test('a loop is never made to go on for ever', () => {
    expect(changesIn('while (a) b();')).toEqual(['while (false) b();']);
  });

  test('types, imports and tagged templates stay', () => {
    expect(changesIn("import a from 'a'; type A = 'a' | 'b'; x = a as 'a'; y = a`b`;")).toEqual([]);
  });

  test('what describes a field to people stays, what is no description does not', () => {
    expect(changesIn("x = z.string().describe('A name.');")).toEqual([]);
    expect(changesIn("x = z.literal('a').describe('A name.');")).toEqual(["x = z.literal('').describe('A name.');"]);
  });

  test('a connective beside another that needs brackets gets them', () => {
    expect(changesIn('x = a && (b || c) && d;')).toContain('x = a && (b && c) && d;');
    expect(changesIn('x = (a && b) ?? c;')).toContain('x = (a || b) ?? c;');
    expect(changesIn('x = a ?? b ?? c;')).toContain('x = ((a ?? b) && (c));');
  });
});

/** What a text leaves in `x`. */
const valueOf = (text: string): unknown => runInThisContext(`(() => { ${text}; return x; })()`);

/** Runs a text with switches under one mutant. */
function valueUnder(text: string, id: number): unknown {
  const board = switchboard();
  board.ask.id = id;
  try {
    return valueOf(instrument(text, mutantsIn(text)));
  } finally {
    board.ask.id = 0;
  }
}

describe('switches', () => {
  const text = "let x = [1, 2, 3].filter((n) => n > 1).map((n) => n + 1); if (x.length > 9) { x = 'many'; }";

  it('change nothing while no mutant is active', () => {
    expect(valueUnder(text, 0)).toEqual([3, 4]);
  });

  it('put each mutant in place, and only that', () => {
    for (const mutant of mutantsIn(text)) {
      const alone = text.slice(0, mutant.start) + mutant.replacement + text.slice(mutant.end);
      expect(valueUnder(text, mutant.id)).toEqual(valueOf(alone));
    }
  });

  it('stand around the whole of an optional chain, which ends as a whole', () => {
    const chain = 'const a = undefined; let x = a?.b.filter(c).d;';
    const [first] = mutantsIn(chain).filter(({ operator }) => operator === 'method');
    expect(first === undefined ? '' : mutated(chain, first)).toBe('a?.b.d');
    expect(valueUnder(chain, 0)).toBeUndefined();
  });

  it('note what is passed, and end what goes round and round', () => {
    const board = switchboard();
    board.passed = new Set();
    valueUnder('let x = 1 + 1;', 0);
    expect([...board.passed]).toEqual([1]);
    board.passed = undefined;
    const loop = 'let x = 0; for (let i = 9; i > 0; i--) { x = i; }';
    const update = mutantsIn(loop).find(({ operator }) => operator === 'update');
    board.passes = 0;
    expect(() => valueUnder(loop, update?.id ?? 0)).toThrow('does not come to an end');
  });
});

it('what is passed in a first run alone is made once and kept', () => {
  const passing = (...places: readonly number[]) => ({ passed: new Set(places) });
  expect([...passedOnce([passing(1, 2), passing(2, 3, 4)], [passing(2), passing(4, 5)])]).toEqual([1, 3]);
});

describe('a test file under mutation', () => {
  it('becomes a function, its imports before it, its lines where they were, its properties tried less often', () => {
    const text = "import { it } from 'vitest';\n\nit('a', () => fc.assert(p, { numRuns: 500 }));\n";
    const made = asFunction('a.test.ts', text);
    expect(made).toMatch(/^import \{ it \} from '.*gather\.ts'; export default async function \(\) \{\n\nit\('a'/u);
    expect(made).toContain('numRuns: Math.min(500, 8)');
  });
});

describe('the score', () => {
  const at = source('packages/domain/src/scope/a.ts', 'x = a < b;');
  const judged = mutantsOf(at, 1).map((mutant, index) => ({
    source: at,
    mutant,
    verdict: (['killed', 'endless', 'survived', 'uncovered'] as const)[index] ?? 'killed',
  }));

  it('counts those noticed, of all; what no test passes is not noticed', () => {
    expect(counted(judged)).toEqual({ noticed: 2, all: 4, score: 50 });
    expect(table('scope', judged)).toContain('scope/a.ts');
    expect(table('scope', judged).trimEnd()).toMatch(/scope +2 of +4 +50\.0 %$/u);
  });

  it('names those nothing noticed with place and both texts', () => {
    expect(survivorLines(judged)).toBe(
      'scope/a.ts:1 survived comparison: < → <=\nscope/a.ts:1 uncovered comparison: < → >=\n',
    );
  });
});

describe('what the command is asked', () => {
  const of = (...paths: readonly string[]) =>
    paths.map((path, n) => ({ source: source(`packages/domain/src/tariff/${path}`, 'x = 1;'), n }));
  const mutants = of('run.ts', 'run.ts', 'run.ts', 'form.ts', 'run-steps.ts', 'run-steps.ts');
  const tried = (...args: readonly string[]): unknown => {
    const wish = readWish(args);
    return typeof wish === 'string' ? wish : wished(mutants, wish).map(({ n }) => n);
  };

  it('without options is every mutant of every folder, and nothing printed but the scores', () => {
    expect(readWish([])).toEqual({
      folders: ['settlement', 'explain', 'scope', 'meter', 'tariff', 'discount'],
      fresh: false,
      list: false,
      every: 1,
      file: '',
    });
    expect(tried('tariff')).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('with --every is a sample spread evenly, from the first on', () => {
    expect(tried('--every', '1')).toEqual([0, 1, 2, 3, 4, 5]);
    expect(tried('--every', '2')).toEqual([0, 2, 4]);
    expect(tried('--every', '4')).toEqual([0, 4]);
  });

  it('with --file is those of files whose name, without its folder, contains it; --every counts among those', () => {
    expect(tried('--file', 'run')).toEqual([0, 1, 2, 4, 5]);
    expect(tried('--file', 'form.ts')).toEqual([3]);
    expect(tried('--file', 'tariff')).toEqual([]);
    expect(tried('--file', 'run', '--every', '3')).toEqual([0, 4]);
  });

  it.each(['0', '-1', '1.5', 'two', ''])('refuses --every=%s', (every) => {
    expect(tried(`--every=${every}`)).toBe(`--every takes a whole number from 1, not ${every}`);
  });

  it('refuses a folder there is none of', () => {
    expect(tried('tarif', 'scope')).toBe(
      'no such folder: tarif; there are settlement, explain, scope, meter, tariff, discount',
    );
  });

  it('is told with the score when it is not the whole folder', () => {
    const named = (...args: readonly string[]): unknown => {
      const wish = readWish(args);
      return typeof wish === 'string' ? wish : wishedName('tariff', wish);
    };
    expect(named('tariff')).toBe('tariff');
    expect(named('--file', 'run', '--every', '8')).toBe('tariff, files run, 1 in 8');
  });
});
