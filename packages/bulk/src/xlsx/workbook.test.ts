import { readFile } from 'node:fs/promises';
import { deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importing, profileOf, scratchFolder, speechless } from '../testing/scratch.ts';
import { decimalOfCell, isDateFormat } from './date-format.ts';
import { columnOf } from './sheet.ts';

const scratch = scratchFolder();

/** A register as an office sends it: a heading, merged titles, column numbers, dates, a formula, a total. */
async function register(
  name: string,
  change: (book: ExcelJS.Workbook, sheet: ExcelJS.Worksheet) => void = () => {},
): Promise<string> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Март');
  sheet.addRow(['Реестр перевозок за март 2025 г.']);
  sheet.mergeCells('A1:H1');
  sheet.addRow([]);
  sheet.addRow(['№ накладной', 'Дата приёма', 'Станция', '', 'Груз', '', 'Грузоотправитель', '№ вагона']);
  sheet.addRow(['', '', 'отправления', 'назначения', 'Код ГНГ', 'Масса, т', '', '']);
  sheet.mergeCells('A3:A4');
  sheet.mergeCells('B3:B4');
  sheet.mergeCells('C3:D3');
  sheet.mergeCells('E3:F3');
  sheet.mergeCells('G3:G4');
  sheet.mergeCells('H3:H4');
  sheet.addRow([1, 2, 3, 4, 5, 6, 7, 8]);
  sheet.addRow([
    '00123',
    new Date(Date.UTC(2025, 2, 15)),
    'Кричев',
    'Калининград',
    '25232900',
    68.4,
    'ОАО «Цемент»',
    '52345678',
  ]);
  sheet.addRow([
    '00124',
    new Date(Date.UTC(2025, 2, 16)),
    'Кричев',
    'Калининград',
    '25232900',
    { formula: 'F6+1', result: 69.4 },
    'ОАО «Цемент»',
    '52345679',
  ]);
  sheet.addRow(['Итого', null, null, null, null, { formula: 'SUM(F6:F7)', result: 137.8 }]);
  change(book, sheet);
  const path = await scratch.write(name, '');
  await book.xlsx.writeFile(path);
  return path;
}

describe('a workbook', () => {
  test('is read below its heading and merged titles, with dates, formula results and a total row', async () => {
    const { result, consignments, rejects } = await importing(await register('a.xlsx'));
    expect(rejects).toEqual([]);
    expect(
      consignments.map((each) => [
        each.note,
        each.accepted,
        each.mass_kg,
        each.items[0]?.codes['GNG'],
        each.wagons[0]?.number,
      ]),
    ).toEqual([
      ['00123', '2025-03-15', 68_400, '25232900', '52345678'],
      ['00124', '2025-03-16', 69_400, '25232900', '52345679'],
    ]);
    expect(consignments[0]?.origin).not.toBe(consignments[0]?.destination);
    expect(result).toMatchObject({ ok: true, value: { skippedRows: 1, exitCode: 0 } });
  });

  test('a number without a date’s format in a column of dates counts from the workbook’s first day', async () => {
    const path = await register('serial.xlsx', (book, sheet) => {
      book.properties.date1904 = true;
      sheet.getCell('B6').value = 44_269;
    });
    expect((await importing(path)).consignments[0]?.accepted).toBe('2025-03-15');
  });

  test('errors of formulas, formulas never calculated and stray cells reject their rows', async () => {
    const path = await register('errors.xlsx', (_, sheet) => {
      sheet.getCell('F6').value = { error: '#REF!' };
      sheet.getCell('F7').value = { formula: 'F6+1' };
      sheet.getCell('K7').value = 'вне таблицы';
    });
    const { rejects } = await importing(path);
    expect(rejects).toEqual([
      { line: 6, codes: ['import.cell.error'] },
      { line: 7, codes: ['import.cell.error', 'import.row.stray-cell'] },
    ]);
  });

  test('hidden and empty sheets are passed over; of several filled ones, one is asked for', async () => {
    const hidden = await register('hidden.xlsx', (book) => {
      book.addWorksheet('Черновик', { state: 'hidden' }).addRow(['№ накладной', 'Дата приёма']);
      book.addWorksheet('Пусто');
    });
    expect((await importing(hidden)).consignments).toHaveLength(2);
    const several = await register('several.xlsx', (book) => {
      book.addWorksheet('Апрель').addRow(['№ накладной', 'Дата приёма']);
    });
    const asked = await importing(several);
    expect(asked.refusals).toMatchObject([
      { code: 'import.ask.sheet', params: { key: 'sheet', choices: 'Март, Апрель' } },
    ]);
    expect(await speechless(asked.refusals)).toEqual([]);
    expect((await importing(several, { profile: profileOf({ sheet: 'Март' }) })).consignments).toHaveLength(2);
    expect((await importing(several, { ask: async () => 'Март' })).consignments).toHaveLength(2);
  });

  test('cut anywhere, it is refused and nothing is taken', async () => {
    const whole = await readFile(await register('whole.xlsx'));
    for (const share of [0.05, 0.3, 0.6, 0.9, 0.99]) {
      const path = await scratch.write('cut.xlsx', whole.subarray(0, Math.floor(whole.length * share)));
      const { refusals, consignments } = await importing(path);
      expect(refusals.map((refusal) => refusal.code)).toEqual(['file.zip-cut']);
      expect(consignments).toEqual([]);
      expect(await speechless(refusals)).toEqual([]);
    }
  });

  test('with bytes changed anywhere, it is refused or read, and never throws', async () => {
    const whole = await readFile(await register('sound.xlsx'));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const bytes = Buffer.from(whole);
          for (const [at, byte] of changes) bytes[at] = byte;
          const { result } = await importing(await scratch.write('changed.xlsx', bytes));
          expect(await speechless(result.ok ? [] : result.refusals)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('an archive that is no workbook, and one that would unpack to gigabytes', async () => {
    const plain = await importing(await scratch.write('zip.xlsx', zipOf('readme.txt', Buffer.from('hello'))));
    expect(plain.refusals).toMatchObject([{ code: 'file.zip-no-workbook' }]);
    const zeros = Buffer.alloc(90 * 1024 * 1024, 0x20);
    const bomb = await importing(await scratch.write('bomb.xlsx', zipOf('xl/workbook.xml', zeros)));
    expect(bomb.refusals).toMatchObject([{ code: 'file.bomb' }]);
    const liar = await importing(await scratch.write('liar.xlsx', zipOf('xl/workbook.xml', zeros, 1000)));
    expect(liar.refusals).toMatchObject([{ code: 'file.bomb' }]);
  });
});

/** A ZIP of one member, which may lie about its size. */
function zipOf(name: string, content: Buffer, claimed = content.length): Buffer {
  const packed = deflateRawSync(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x0403_4b50, 0);
  local.writeUInt16LE(8, 8);
  local.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x0201_4b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt32LE(claimed, 24);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(46 + name.length, 12);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
}

test.each([
  [14, undefined, true],
  [2, undefined, false],
  [164, 'dd.mm.yyyy', true],
  [165, '[$-419]d mmm yy;@', true],
  [166, '#,##0.00" дн."', false],
  [167, '0.0"d"', false],
  [168, '[Red]0.00', false],
  [169, 'mmmm', true],
  [170, 'h:mm', false],
  [171, 'ДД.ММ.ГГГГ', true],
])('format %s %j shows a date: %s', (id, code, expected) => {
  expect(isDateFormat(id, code)).toBe(expected);
});

test.each([
  ['68.400000000000006', '68.4'],
  ['1234567', '1234567'],
  ['0.1', '0.1'],
  ['-0.30000000000000004', '-0.3'],
  ['6.84E1', '68.4'],
  ['1E+20', undefined],
  ['', undefined],
  ['abc', undefined],
])('the cell %j shows %j', (stored, shown) => {
  expect(decimalOfCell(stored)).toBe(shown);
});

test('columns are counted in letters', () => {
  expect(['A1', 'Z9', 'AA1', 'AB12', '7'].map(columnOf)).toEqual([0, 25, 26, 27, -1]);
});
