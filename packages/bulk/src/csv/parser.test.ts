import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RawRow } from '../row.ts';
import { csvParser } from './parser.ts';
import { csvRow, protectFormula } from './write.ts';

function parsed(
  text: string,
  delimiter = ';',
  pieces: readonly string[] = [text],
): { rows: RawRow[]; stopped: string | undefined } {
  const parser = csvParser('a.csv', delimiter);
  const rows = pieces.flatMap((piece) => [...parser.push(piece)]);
  rows.push(...parser.end());
  return { rows, stopped: parser.stopped()?.code };
}

const cellsOf = (text: string, delimiter?: string): readonly (readonly string[])[] =>
  parsed(text, delimiter).rows.map((row) => row.cells);

describe('CSV as people have it', () => {
  test('LF, CRLF, CR alone, and a last row without a break', () => {
    const rows = [
      ['a', 'b'],
      ['1', '2'],
    ];
    for (const text of ['a;b\n1;2', 'a;b\r\n1;2\r\n', 'a;b\r1;2', 'a;b\n1;2\n']) expect(cellsOf(text)).toEqual(rows);
  });

  test('quotation marks: delimiters, breaks and doubled marks inside', () => {
    expect(cellsOf('"ООО ""Ромашка""";"a;b";"две\nстроки"\n1;2;3')).toEqual([
      ['ООО "Ромашка"', 'a;b', 'две\nстроки'],
      ['1', '2', '3'],
    ]);
  });

  test('a quotation mark inside an unquoted cell is a letter like any other', () => {
    expect(cellsOf('ООО "Ромашка";1\n')).toEqual([['ООО "Ромашка"', '1']]);
  });

  test('lines are those of the file, also after a cell of two lines', () => {
    expect(parsed('a\n"b\nb"\nc\n').rows.map((row) => row.line)).toEqual([1, 2, 4]);
  });

  test('text after a closing mark faults its row only', () => {
    const { rows } = parsed('"a" b;1\nc;2\n');
    expect(rows.map((row) => row.fault?.code)).toEqual(['import.row.quote', undefined]);
  });

  test('a mark that is never closed is refused with the line that opened it', () => {
    const parser = csvParser('a.csv', ';');
    parser.push('a;b\n1;"2\n3;4\n5;6\n');
    expect(parser.end()).toEqual([]);
    expect(parser.stopped()).toMatchObject({ code: 'file.quote-not-closed', place: { file: 'a.csv', line: 2 } });
  });

  test('a mark that is never closed does not swallow a large file', () => {
    const parser = csvParser('a.csv', ';');
    parser.push('a;b\n1;"2\n');
    for (let i = 0; i < 40 && parser.stopped() === undefined; i += 1) parser.push('3;4\n'.repeat(10_000));
    expect(parser.stopped()).toMatchObject({ code: 'file.row-without-end', place: { line: 2 } });
  });

  test('a row of too many columns stops the reading', () => {
    expect(parsed(`${';'.repeat(1001)}\n`).stopped).toBe('file.too-many-columns');
  });
});

const cell = fc.string({ unit: fc.constantFrom('a', 'ж', '"', ';', ',', '\n', '\r', ' ', '\t', '='), maxLength: 6 });
const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 });

test('what is written is read back, however it is cut into pieces', () => {
  fc.assert(
    fc.property(
      table,
      fc.constantFrom(';', ',', '\t'),
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 12 }),
      (rows, delimiter, cuts) => {
        const text = rows.map((cells) => csvRow(cells, delimiter)).join('');
        const pieces: string[] = [];
        let at = 0;
        for (const cut of cuts) {
          pieces.push(text.slice(at, at + cut));
          at += cut;
        }
        pieces.push(text.slice(at));
        const back = parsed(text, delimiter, pieces);
        expect(back.stopped).toBeUndefined();
        expect(back.rows.map((row) => row.cells)).toEqual(rows.map((cells) => cells.map(protectFormula)));
      },
    ),
  );
});

test('any text at all gives the same rows, or the same reason, in any pieces', () => {
  const sign = fc.constantFrom('"', ';', '\n', '\r', 'a', ' ');
  fc.assert(
    fc.property(fc.array(fc.string({ unit: sign, maxLength: 8 }), { maxLength: 8 }), (pieces) => {
      expect(parsed('', ';', pieces)).toEqual(parsed(pieces.join(''), ';'));
    }),
  );
});

test('formulas are disarmed, numbers are not', () => {
  expect(csvRow(['=1+1', '+7 495', '-12,5', '-a', '@x', 'a=b', '+7'])).toBe(
    "'=1+1,'+7 495,\"-12,5\",'-a,'@x,a=b,+7\r\n",
  );
});
