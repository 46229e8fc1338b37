import { localDate } from '@kontor/domain/kernel/local-date';
import { ok } from '@kontor/domain/kernel/refusal';
import { describe, expect, test } from 'vitest';
import { parseProfile } from '../profile/profile-file.ts';
import type { Profile } from '../profile/schema.ts';
import { CANCELLED } from '../question/question.ts';
import { importing, profileOf, scratchFolder, speechless } from '../testing/scratch.ts';
import { namesOf } from '../values/names.ts';

const scratch = scratchFolder();
const lines = (...rows: string[]): string => `${rows.join('\n')}\n`;

describe('what is ambiguous is asked about, never guessed', () => {
  const HEAD = 'note;accepted;mass_kg';

  async function asked(content: string, profile: Partial<Profile> = {}): Promise<readonly string[]> {
    const { refusals, consignments } = await importing(await scratch.write('q.csv', content), {
      profile: profileOf(profile),
    });
    expect(consignments).toEqual([]);
    expect(await speechless(refusals)).toEqual([]);
    return refusals.map((each) => `${each.code} ${String(each.params['key'])}`);
  }

  test('1,234: thousand or decimal; until another row tells', async () => {
    expect(await asked(lines(HEAD, '1;2025-01-02;1,234'))).toEqual(['import.ask.decimal columns."mass_kg".decimal']);
    const told = await importing(
      await scratch.write('t.csv', lines('note;accepted;Масса, т', '1;2025-01-02;1,234', '2;2025-01-03;60,5')),
    );
    expect(told.consignments.map((each) => each.mass_kg)).toEqual([1234, 60_500]);
  });

  test('03/04/2025: day or month; until a day above 12 tells', async () => {
    expect(await asked(lines(HEAD, '1;03/04/2025;1'))).toEqual(['import.ask.date-order columns."accepted".order']);
    const told = await importing(await scratch.write('t.csv', lines(HEAD, '1;03/04/2025;1', '2;13/04/2025;1')));
    expect(told.consignments.map((each) => each.accepted)).toEqual(['2025-04-03', '2025-04-13']);
  });

  test('years of two digits, day numbers, times with an offset', async () => {
    expect(await asked(lines(HEAD, '1;03.04.25;1'))).toEqual(['import.ask.century columns."accepted".century']);
    expect(await asked(lines(HEAD, '1;45731;1'))).toEqual(['import.ask.serial columns."accepted".serial']);
    expect(await asked(lines(HEAD, '1;2025-10-01T22:30:00Z;1'))).toEqual([
      'import.ask.time-zone columns."accepted".timeZone',
    ]);
  });

  test('a mass without a unit, a code that lost its zero, columns nobody knows, two columns for one field', async () => {
    expect(await asked(lines('№ накладной;Дата приёма;Вес', '1;02.01.2025;60'))).toEqual([
      'import.ask.mass-unit columns."Вес".unit',
    ]);
    expect(await asked(lines('№ накладной;Дата приёма;Код ГНГ', '1;02.01.2025;1022910'))).toEqual([
      'import.ask.leading-zeros columns."Код ГНГ".leadingZeros',
    ]);
    expect(await asked(lines('№ накладной;Дата приёма;Примечание', '1;02.01.2025;да'))).toEqual([
      'import.ask.column columns."Примечание"',
    ]);
    expect(await asked(lines('№ накладной;Дата приёма;Дата отправления', '1;02.01.2025;03.01.2025'))).toEqual([
      'import.ask.two-columns columns."Дата приёма"',
    ]);
  });

  test('all questions at once, and a missing number or date of the note', async () => {
    expect(await asked(lines('Дата отправления;Масса груза;Что-то', '02.01.25;1,234;x'))).toEqual([
      'import.ask.field columns."…": note',
      'import.ask.column columns."Что-то"',
      'import.ask.century columns."Дата отправления".century',
      'import.ask.mass-unit columns."Масса груза".unit',
      'import.ask.decimal columns."Масса груза".decimal',
    ]);
  });

  test('several rows of one note, and then whose mass it is', async () => {
    const text = lines(
      '№ накладной;Дата приёма;№ вагона;Масса, кг',
      '7;02.01.2025;52000001;60000',
      '7;02.01.2025;52000002;61000',
    );
    expect(await asked(text)).toEqual(['import.ask.grouping grouping']);
    expect(await asked(text, { grouping: 'consecutive' })).toEqual(['import.ask.mass-of columns."Масса, кг".field']);
  });

  test('titles that nobody understands, the delimiter, the mode of a leg', async () => {
    expect(await asked(lines('A;B', '1;02.01.2025'))).toEqual(['import.ask.header header']);
    expect(await asked(lines('x;y,z', '1;2,3', '4;5,6'))).toEqual(['import.ask.delimiter delimiter']);
    expect(await asked(lines('№ накладной;Дата приёма;Перевозчик', '1;02.01.2025;БЧ'))).toEqual([
      'import.ask.default defaults."leg1.mode"',
    ]);
  });

  test('answers given one after another make a profile that asks nothing more', async () => {
    const path = await scratch.write(
      'i.csv',
      lines(
        '№ накладной;Дата отправления;Масса груза;Что-то;Грузоотправитель;Вид отправки',
        '1;02.01.25;1,234;x;НЕИЗВЕСТНО;особая',
      ),
    );
    const answers: Readonly<Record<string, string>> = {
      column: 'ignore',
      'mass-unit': 't',
      decimal: ',',
      century: '2000',
      party: 'romashka',
      value: 'wagonload',
    };
    const questions: string[] = [];
    let saved: Profile | undefined;
    const first = await importing(path, {
      ask: async (question) => {
        questions.push(question.kind);
        return answers[question.kind];
      },
      onProfile: async (profile) => {
        saved = profile;
        return ok(undefined);
      },
    });
    expect(questions).toEqual(['column', 'century', 'mass-unit', 'decimal', 'party', 'value']);
    expect(first.consignments).toMatchObject([
      { accepted: '2025-01-02', mass_kg: 1234, consignor: 'romashka', kind: 'wagonload' },
    ]);
    const second = await importing(path, saved === undefined ? {} : { profile: saved });
    expect(second.consignments).toEqual(first.consignments);
  });

  test('an answer that is none of the choices is asked for once more, then the import is refused', async () => {
    let times = 0;
    const path = await scratch.write('n.csv', lines(HEAD, '1;03/04/2025;1'));
    const { refusals } = await importing(path, {
      ask: async () => {
        times += 1;
        return 'sideways';
      },
    });
    expect([times, refusals[0]?.code]).toEqual([2, 'import.ask.date-order']);
  });
});

describe('names that the book lacks', () => {
  const names = namesOf({
    parties: [],
    places: [
      {
        kind: 'place',
        id: 'krichev',
        title: 'Кричев',
        country: 'BY',
        codes: { ESR: '170009' },
        source: { synthetic: true },
        valid: { from: localDate('2024-01-01') },
      },
    ],
  });
  const text = lines('note;accepted;origin', '1;2025-01-02;Кричов', '2;2025-01-02;170009', '3;2025-01-02;Неведомая');

  test('are never guessed: near ones and unknown ones are rejected with a reason of their own', async () => {
    const { consignments, rejects } = await importing(await scratch.write('m.csv', text), { names });
    expect(consignments).toMatchObject([{ note: '2', origin: 'krichev' }]);
    expect(rejects).toEqual([
      { line: 2, codes: ['import.place.near'] },
      { line: 4, codes: ['import.place.unknown'] },
    ]);
  });

  test('are asked for among what is near; an answer may be any name or code of the book, and nothing else', async () => {
    const asked: unknown[] = [];
    const { consignments, rejects } = await importing(await scratch.write('m2.csv', text), {
      names,
      ask: async (question, isAnswer) => {
        asked.push([question.subject, question.choices, isAnswer('170009'), isAnswer('minsk')]);
        return question.subject === 'Кричов' ? '170009' : undefined;
      },
    });
    expect(asked).toEqual([
      ['Кричов', ['krichev'], true, false],
      ['Неведомая', [], true, false],
    ]);
    expect(consignments.map((each) => [each.note, each.origin])).toEqual([
      ['1', 'krichev'],
      ['2', 'krichev'],
    ]);
    expect(rejects).toEqual([{ line: 4, codes: ['import.place.unknown'] }]);
  });

  test('a profile that names what the book lacks rejects its rows instead of inventing a place', async () => {
    const profile = profileOf({ places: { Кричов: 'krichov' } });
    const { rejects } = await importing(await scratch.write('m3.csv', text), { names, profile });
    expect(rejects[0]).toEqual({ line: 2, codes: ['import.place.not-in-book'] });
  });
});

test('open questions leave a profile to be filled in, which nothing accepts before it is', async () => {
  const drafts: string[] = [];
  const text = lines(
    'Дата отправления;Масса груза;Что-то;Дата приёма;Масса вагона',
    '02/01/25;1,234;x;02.01.25;7,5',
    '03/01/25;1,234;x;02.01.25;7,5',
  );
  await importing(await scratch.write('d.csv', text), { onUnanswered: (draft) => drafts.push(draft) });
  expect(drafts).toHaveLength(1);
  const [draft = ''] = drafts;
  const asked = draft.split('\n').map((line) => line.trim());
  for (const line of [
    '…: note # Что-то | Масса вагона',
    'unit: # kg | t',
    'decimal: # "," | .',
    'field: # accepted | ignore',
    'century: # 2000 | 1900',
  ])
    expect(asked).toContain(line);
  expect(parseProfile(draft, 'draft.yaml').ok).toBe(false);
});

test('a draft answers nothing by itself, even where one answer is likelier', async () => {
  const drafts: string[] = [];
  const text = lines('note;accepted', 'U-1;03/04/2025', 'U-2;05/06/2025');
  await importing(await scratch.write('us.csv', text), { onUnanswered: (draft) => drafts.push(draft) });
  expect(drafts[0]).toContain('order: # dmy | mdy');
  expect(parseProfile(drafts[0] ?? '', 'draft.yaml').ok).toBe(false);
});

test('giving up ends the import with nothing saved and nothing taken', async () => {
  const saved: unknown[] = [];
  const { refusals, batches } = await importing(await scratch.write('c.csv', lines('note;accepted', '1;03/04/2025')), {
    ask: async () => CANCELLED,
    onProfile: async (profile) => {
      saved.push(profile);
      return ok(undefined);
    },
  });
  expect([refusals.map((each) => each.code), saved, batches]).toEqual([['import.cancelled'], [], []]);
});
