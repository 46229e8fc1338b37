import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from './csv.ts';

const cells = (text: string, delimiter = ','): readonly (readonly string[])[] =>
  readCsv(text, delimiter, 1000).records.map((record) => record.cells);

describe('CSV', () => {
  it.each<[string, string, readonly (readonly string[])[]]>([
    ['nothing', '', []],
    ['one cell', 'a', [['a']]],
    ['a line break at the end', 'a,b\n', [['a', 'b']]],
    ['none at the end', 'a,b', [['a', 'b']]],
    [
      'empty cells',
      ',\n,,\n',
      [
        ['', ''],
        ['', '', ''],
      ],
    ],
    ['an empty last cell at the end of the text', 'a,', [['a', '']]],
    ['an empty line', 'a\n\nb', [['a'], [''], ['b']]],
    ['CR LF, CR and LF', 'a\r\nb\rc\nd', [['a'], ['b'], ['c'], ['d']]],
    ['quotes around what separates', '"a,b","c\nd"\n', [['a,b', 'c\nd']]],
    ['two quotes for one', '"say ""x"""', [['say "x"']]],
    ['a quote inside a plain cell', '12" pipe,x', [['12" pipe', 'x']]],
    ['an empty quoted cell', '"",""', [['', '']]],
  ])('%s', (_, text, expected) => {
    expect(readCsv(text, ',', 1000)).toMatchObject({ problem: undefined });
    expect(cells(text)).toEqual(expected);
  });

  it.each([
    ['an open quote', 'a\nb,"c\n', { kind: 'openQuote', line: 2 }],
    ['text after a quote', 'a\nb\n"c"d', { kind: 'textAfterQuote', line: 3 }],
  ])('%s', (_, text, problem) => {
    expect(readCsv(text, ',', 1000).problem).toEqual(problem);
  });

  it('stops at the greatest number of records', () => {
    expect(readCsv('a\n'.repeat(50), ',', 10).records).toHaveLength(10);
  });

  it('gives back what was written, with the line each record begins on', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ж', ',', ';', '"', '\n', ' ') });
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 }),
        fc.constantFrom(',', ';'),
        (records, delimiter) => {
          const written = records.map(
            (record) => `${record.map((one) => `"${one.replaceAll('"', '""')}"`).join(delimiter)}\n`,
          );
          const { records: found, problem } = readCsv(written.join(''), delimiter, 1000);
          expect(problem).toBeUndefined();
          expect(found.map((record) => record.cells)).toEqual(records);
          const lines = written.map((_, index) => 1 + written.slice(0, index).join('').split('\n').length - 1);
          expect(found.map(({ line }) => line)).toEqual(lines);
        },
      ),
    );
  });
});
