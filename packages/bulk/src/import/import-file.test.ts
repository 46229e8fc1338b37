import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { refusal } from '@kontor/domain/kernel/refusal';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { importing, profileOf, scratchFolder, speechless, windows1251 } from '../testing/scratch.ts';
import { type Progress } from './batch.ts';
import { importFile } from './import-file.ts';

const scratch = scratchFolder();

/** An accounting export: semicolons, decimal comma, spaces in thousands, dd.mm.yyyy, quotation marks, a total. */
const EXPORT = [
  'Реестр накладных за март 2025;;;;;;',
  '№ накладной;Дата приёма;Грузоотправитель;Код ГНГ;Масса груза, т;№ вагона;Станция назначения',
  '25123456;15.03.2025;"ООО ""Ромашка""";25232900;68,4;52345678;Калининград',
  '25123457;16.03.2025;"ООО ""Ромашка""";25232900;1\u00A0068,400;52345679;Калининград',
  'Итого;;;;1136,8;;',
].join('\r\n');

const lines = (...rows: string[]): string => `${rows.join('\n')}\n`;

describe('a register as accounting exports it', () => {
  test('in UTF-8 and in Windows-1251, packed and not, gives the same consignments', async () => {
    const utf8 = await importing(await scratch.write('e.csv', EXPORT));
    const cp1251 = await importing(await scratch.write('w.csv', windows1251(EXPORT)));
    const packed = await importing(await scratch.write('p.csv.gz', gzipSync(`\uFEFF${EXPORT}`)));
    expect(utf8.consignments.map((each) => [each.note, each.accepted, each.mass_kg, each.wagons[0]?.number])).toEqual([
      ['25123456', '2025-03-15', 68_400, '52345678'],
      ['25123457', '2025-03-16', 1_068_400, '52345679'],
    ]);
    expect(cp1251.consignments).toEqual(utf8.consignments);
    expect(packed.consignments).toEqual(utf8.consignments);
    expect(utf8.result).toMatchObject({
      ok: true,
      value: { exitCode: 0, skippedRows: 1, rejectedRows: 0, rejectsFile: undefined },
    });
    expect(utf8.batches[0]?.consignments[0]).toMatchObject({ place: { line: 3 }, firstRow: 1, lastRow: 1 });
  });

  test('in CP866 when the encoding is named', async () => {
    const table = new TextDecoder('ibm866').decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    const bytes = Uint8Array.from(EXPORT, (sign) => table.indexOf(sign));
    const outcome = await importing(await scratch.write('d.csv', bytes), {
      profile: profileOf({ encoding: 'ibm866' }),
    });
    expect(outcome.consignments).toHaveLength(2);
  });

  test('with our own field names, and legs', async () => {
    const path = await scratch.write(
      'own.csv',
      lines(
        'note,accepted,kind,consignor,mass_kg,item.GNG,item.value,item.currency,incoterm,leg1.carrier,leg1.mode,leg1.from,leg1.to,leg1.distanceKm,leg2.carrier,leg2.mode,leg2.from,leg2.to,crossing1,crossing1.role,extra.lot',
        '1,2025-01-02,wagonload,a,60000,25232900,1200.50,EUR,DAP b,rw,rail,b,c,193.5,sea,ferry,c,d,c,exit,7',
      ),
    );
    const { consignments } = await importing(path);
    expect(consignments[0]).toMatchObject({
      note: '1',
      kind: 'wagonload',
      mass_kg: 60_000,
      incoterm: { code: 'DAP' },
      items: [{ codes: { GNG: '25232900' }, value: { amount: '1200.50', currency: 'EUR' } }],
      legs: [{ mode: 'rail', distanceKm: '193.5' }, { mode: 'ferry' }],
      crossings: [{ role: 'exit' }],
      extra: { lot: '7' },
    });
  });
});

test('a table without titles is read by the numbers of its columns', async () => {
  const path = await scratch.write('bare.csv', lines('1;02.01.2025;60', '2;03.01.2025;61'));
  const columns = { '#1': 'note', '#2': 'accepted', '#3': { field: 'mass_kg', unit: 't' as const } };
  const { consignments } = await importing(path, { profile: profileOf({ header: 'none', delimiter: ';', columns }) });
  expect(consignments.map((each) => [each.note, each.mass_kg])).toEqual([
    ['1', 60_000],
    ['2', 61_000],
  ]);
});

describe('rows of one note', () => {
  const wagons = (...rows: string[]): string =>
    lines('№ накладной;Дата приёма;Грузополучатель;№ вагона;Код ГНГ;Масса, кг', ...rows);
  const consecutive = profileOf({ grouping: 'consecutive', columns: { 'Масса, кг': 'wagon.mass_kg' } });

  test('are the wagons of one consignment; its mass is their sum; the same goods are one item', async () => {
    const path = await scratch.write(
      'g.csv',
      wagons(
        '7;02.01.2025;К;52000001;25232900;60000',
        '7;;;52000002;25232900;61000',
        '8;03.01.2025;К;52000003;25232900;62000',
      ),
    );
    const { consignments, batches } = await importing(path, { profile: consecutive });
    expect(consignments).toMatchObject([
      {
        note: '7',
        mass_kg: 121_000,
        wagons: [{ mass_kg: 60_000 }, { mass_kg: 61_000 }],
        items: [{ codes: { GNG: '25232900' } }],
      },
      { note: '8', mass_kg: 62_000 },
    ]);
    expect(batches[0]?.consignments.map(({ firstRow, lastRow }) => [firstRow, lastRow])).toEqual([
      [1, 2],
      [3, 3],
    ]);
  });

  test('are rejected together when one is wrong or they contradict one another', async () => {
    const path = await scratch.write(
      'g2.csv',
      wagons(
        '7;02.01.2025;К;52000001;25232900;60000',
        '7;32.01.2025;К;52000002;25232900;61000',
        '8;03.01.2025;К;52000003;25232900;1',
        '8;04.01.2025;К;52000003;25232900;2',
        '9;05.01.2025;К;52000004;25232900;3',
      ),
    );
    const { consignments, rejects } = await importing(path, { profile: consecutive });
    expect(consignments.map((each) => each.note)).toEqual(['9']);
    expect(rejects).toEqual([
      { line: 2, codes: ['import.group.with-others'] },
      { line: 3, codes: ['import.date.malformed'] },
      { line: 4, codes: ['import.group.with-others'] },
      { line: 5, codes: ['import.group.conflict', 'import.group.unit-twice'] },
    ]);
  });

  test('stay apart when the profile says so', async () => {
    const path = await scratch.write(
      'g3.csv',
      wagons('7;02.01.2025;К;52000001;25232900;60000', '7;02.01.2025;К;52000002;25232900;61000'),
    );
    const { consignments } = await importing(path, { profile: profileOf({ grouping: 'rows' }) });
    expect(consignments.map((each) => each.mass_kg)).toEqual([60_000, 61_000]);
  });
});

describe('rejects', () => {
  const TEXT = lines(
    'note;accepted;mass_kg;consignor;Примечание',
    '1;2025-01-02;100;a;=HYPERLINK("x")',
    '2;нет;100;НЕИЗВЕСТНО;=1+1',
    '3;2025-01-02;10,55;двое;"две; части"',
    '4;2025-01-02;2,25E+07;a;',
  );
  const profile = profileOf({ otherColumns: 'ignore' });

  test('keep their columns, gain row, code and reason, and can be mended and imported in turn', async () => {
    const path = await scratch.write('r.csv', TEXT);
    const { result, consignments } = await importing(path, {
      profile,
      rejects: `${path}.rejects.csv`,
      explain: (reason) => `<${reason.code}>`,
    });
    expect(consignments.map((each) => each.note)).toEqual(['1']);
    expect(result).toMatchObject({
      ok: true,
      value: { exitCode: 1, rejectedRows: 3, consignments: 1, rejectsFile: `${path}.rejects.csv` },
    });
    const written = await readFile(`${path}.rejects.csv`, 'utf8');
    expect(written).toBe(
      [
        '\uFEFFnote;accepted;mass_kg;consignor;Примечание;kontor.row;kontor.code;kontor.reason',
        "2;нет;100;НЕИЗВЕСТНО;'=1+1;3;import.date.malformed import.party.unknown;<import.date.malformed> <import.party.unknown>",
        '3;2025-01-02;10,55;двое;"две; части";4;import.mass.not-whole import.party.ambiguous;<import.mass.not-whole> <import.party.ambiguous>',
        '4;2025-01-02;2,25E+07;a;;5;import.number.malformed;<import.number.malformed>',
        '',
      ].join('\r\n'),
    );
    const mended = written.replace('нет', '2025-01-03').replace('НЕИЗВЕСТНО', 'b');
    const again = await importing(await scratch.write('r2.csv', mended), { profile });
    expect(again.consignments.map((each) => each.note)).toEqual(['2']);
  });

  test('never overwrite what somebody may be mending; the same rejects leave the file alone', async () => {
    const path = await scratch.write('o.csv', TEXT);
    const rejects = scratch.path('o-rejects.csv');
    await importing(path, { profile, rejects });
    expect((await importing(path, { profile, rejects })).result).toMatchObject({ value: { rejectsFile: rejects } });
    await writeFile(rejects, 'mine');
    expect((await importing(path, { profile, rejects })).result).toMatchObject({
      value: { rejectsFile: scratch.path('o-rejects.2.csv') },
    });
    expect(await readFile(rejects, 'utf8')).toBe('mine');
    expect((await readdir(scratch.path('.'))).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('a check’s error rejects, its warning does not', async () => {
    const path = await scratch.write('c.csv', lines('note;accepted', '1;2025-01-02', '2;2025-01-02'));
    const check = (consignment: { readonly note: string }) =>
      consignment.note === '1'
        ? [refusal('some.error', {}, { path: 'accepted' })]
        : [refusal('some.warning', {}, {}, 'warning')];
    const { rejects, batches, consignments } = await importing(path, { check });
    expect(rejects).toEqual([{ line: 2, codes: ['some.error'] }]);
    expect(batches[0]?.warnings).toMatchObject([{ code: 'some.warning', place: { line: 3 } }]);
    expect(consignments).toHaveLength(1);
  });

  test('a folder that cannot be written to refuses before anything is taken', async () => {
    const path = await scratch.write('f.csv', TEXT);
    const { result, consignments } = await importing(path, { profile, rejects: scratch.path('no-such-folder/r.csv') });
    expect([result.ok, consignments.length]).toEqual([false, 0]);
  });
});

describe('JSON', () => {
  const whole = (note: string): object => ({
    note,
    accepted: '2025-01-02',
    mass_kg: 5,
    items: [{ codes: { GNG: '25232900' } }],
    legs: [{ carrier: 'rw', mode: 'rail', from: 'a', to: 'b' }],
  });

  test('lines and an array of whole consignments', async () => {
    const asLines = await importing(
      await scratch.write('j.jsonl', [whole('1'), whole('2')].map((each) => JSON.stringify(each)).join('\n')),
    );
    const asArray = await importing(await scratch.write('j.json', JSON.stringify([whole('1'), whole('2')], null, 2)));
    expect(asLines.consignments.map((each) => each.note)).toEqual(['1', '2']);
    expect(asArray.consignments).toEqual(asLines.consignments);
  });

  test('a day that does not exist is rejected in words, with what was written', async () => {
    const path = await scratch.write('day.jsonl', lines(JSON.stringify({ ...whole('1'), accepted: '2026-06-31' })));
    const { rejects } = await importing(path, { rejects: `${path}.rejects.jsonl` });
    expect(rejects).toEqual([{ line: 1, codes: ['book.date-malformed'] }]);
    expect(await readFile(`${path}.rejects.jsonl`, 'utf8')).toContain('2026-06-31');
  });

  test('a malformed line and a record of the wrong shape are rejected, and can be mended', async () => {
    const path = await scratch.write(
      'k.jsonl',
      lines(JSON.stringify(whole('1')), '{"note":', JSON.stringify({ ...whole('3'), mass_kg: 1.5 })),
    );
    const { rejects, result } = await importing(path, { rejects: `${path}.rejects.jsonl` });
    expect(rejects).toEqual([
      { line: 2, codes: ['import.row.json'] },
      { line: 3, codes: ['book.wrong-type'] },
    ]);
    expect(result).toMatchObject({ value: { exitCode: 1 } });
    const [cut = '', wrong = ''] = (await readFile(`${path}.rejects.jsonl`, 'utf8')).split('\n');
    expect(JSON.parse(cut)).toMatchObject({ kontor: { row: 2 }, text: '{"note":' });
    const mended = await importing(await scratch.write('m.jsonl', wrong.replace('1.5', '2')));
    expect(mended.consignments).toMatchObject([{ note: '3', mass_kg: 2 }]);
  });

  test('flat records are read like a table', async () => {
    const path = await scratch.write(
      'l.jsonl',
      lines(
        '{"№ накладной":"1","Дата приёма":"02.01.2025","Масса, т":60.5}',
        '{"№ накладной":"2","Дата приёма":"02.01.2025","Масса, т":"61,5"}',
      ),
    );
    expect((await importing(path)).consignments.map((each) => each.mass_kg)).toEqual([60_500, 61_500]);
  });

  test('an array that is cut short hands over what is whole and ends with 2', async () => {
    const { result, consignments } = await importing(
      await scratch.write('n.json', `[${JSON.stringify(whole('1'))},{"note":"2"`),
    );
    expect(consignments).toHaveLength(1);
    expect(result).toMatchObject({ value: { exitCode: 2, stopped: { code: 'file.json-cut' } } });
  });
});

describe('batches', () => {
  const many = lines('note;accepted', ...Array.from({ length: 25 }, (_, i) => `${i + 1};2025-01-02`));

  test('go on from where the store stopped, for the same bytes', async () => {
    const path = await scratch.write('b.csv', many);
    const all = await importing(path, { batchRows: 10 });
    expect(all.batches.map(({ firstRow, lastRow }) => [firstRow, lastRow])).toEqual([
      [1, 10],
      [11, 20],
      [21, 25],
    ]);
    const hashes: string[] = [];
    const rest = await importing(path, {
      batchRows: 10,
      resumeFrom: async (sha256) => {
        hashes.push(sha256);
        return 20;
      },
    });
    expect(rest.consignments.map((each) => each.note)).toEqual(['21', '22', '23', '24', '25']);
    expect(rest.result).toMatchObject({ value: { consignments: 5, resumed: 20, rows: 25 } });
    expect(hashes).toEqual([all.batches[0]?.sha256]);
  });

  test('tell how far they are', async () => {
    const seen: Progress[] = [];
    let clock = 0;
    await importing(await scratch.write('p.csv', many), {
      batchRows: 10,
      progress: (progress) => seen.push(progress),
      now: () => {
        clock += 500;
        return clock;
      },
    });
    expect(seen[0]).toMatchObject({ phase: 'inspect' });
    expect(seen.at(-1)).toMatchObject({ phase: 'import', rows: 25, accepted: 25, remainingSeconds: 0 });
    expect(seen.every((each) => each.bytesDone <= each.bytesTotal)).toBe(true);
  });

  test('a sink that fails leaves no half file of rejects', async () => {
    const path = await scratch.write('s.csv', lines('note;accepted', '1;2025-01-02', '2;x'));
    await mkdir(scratch.path('out'), { recursive: true });
    const sink = async (): Promise<void> => {
      throw new Error('the store is gone');
    };
    const names = { party: () => [], place: () => [], has: () => false, near: () => [] };
    await expect(
      importFile({ path, names, check: () => [], rejects: scratch.path('out/r.csv') }, sink),
    ).rejects.toThrow('the store is gone');
    expect(await readdir(scratch.path('out'))).toEqual([]);
  });

  test('a quotation mark that is never closed ends with 2 and keeps what came before', async () => {
    const { result, consignments } = await importing(
      await scratch.write('u.csv', lines('note;accepted', '1;2025-01-02', '2;2025-01-02', '3;"2025')),
    );
    expect(consignments.map((each) => each.note)).toEqual(['1']);
    expect(result).toMatchObject({ value: { exitCode: 2, stopped: { code: 'file.quote-not-closed' } } });
  });
});

test('any bytes at all are imported, rejected or refused, with words for it', async () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom(
      ...['note;accepted\n', '1;2025-01-02\n', '"', ';', '\r\n', '{"note":1}\n', '[', 'PK\u0003\u0004', '\uFEFF'].map(
        (text) => new TextEncoder().encode(text),
      ),
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
      const { result } = await importing(await scratch.write('fuzz.csv', Buffer.concat(pieces)));
      expect(await speechless(result.ok ? [] : result.refusals)).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
