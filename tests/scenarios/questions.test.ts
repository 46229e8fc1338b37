import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { expectNoInside, inRepository, KONTOR, kontor, scenarioFolder } from './kontor.ts';
import { atTerminal, type Step } from './pseudo-terminal.ts';

/** Not how long it takes, but how long it may on a machine that is busy with other things. */
const PATIENCE_MS = 300_000;
const BOOK = inRepository('books/demo');
const [ENTER, DOWN, CTRL_C] = ['\r', '\u001b[B', '\u0003'];

/** A date with two readings, a mass without a unit, a leg without a mode, a misspelt station, an unknown carrier. */
const REGISTER = [
  'note;accepted;Вес;Станция отправления;Станция назначения;Перевозчик;Код ГНГ;kind',
  'Q-1;03/04/2025;60,5;Кричов;Калининград;БЧ по-нашему;25232900;wagonload',
  'Q-2;04/05/2025;61,5;Кричов;BYBQT;БЧ по-нашему;25232900;wagonload',
  '',
].join('\n');

describe('a file with questions', () => {
  test(
    'is asked about at a terminal; the answers go to the profile, and with it nothing is asked',
    async () => {
      const folder = await scenarioFolder(onTestFinished);
      const file = await folder.write('register.csv', REGISTER);
      const profile = folder.path('ours.yaml');
      const command = ['import', file, '--book', BOOK, '--data', folder.path('data'), '--lang', 'en'];
      const steps: readonly Step[] = [
        { when: 'does 03/04/2025 begin with the day or with the month?', type: ENTER },
        { when: 'In which unit is the column “Вес”? (60,5 | 61,5)', type: ENTER },
        { when: 'no column for leg1.mode', type: ENTER },
        { when: 'Which place is “Кричов”', type: ENTER },
        { when: 'Who is “БЧ по-нашему”', type: ENTER },
        { when: 'name, code or identifier', type: 'no such railway\r' },
        { when: 'This answer is not possible here.', type: `${'\u007f'.repeat(20)}bch\r` },
      ];
      const run = await atTerminal(
        [...KONTOR, ...command, '--save-profile', profile],
        folder.path('result.txt'),
        steps,
      );
      expect(run.screen).toContain(file);
      expect(run.screen).toContain('Krichev');
      expect(run.screen).toContain('none of these: reject its rows');
      expect(run.screen).toContain(`The answers are in the profile ${profile}`);
      expectNoInside({ out: '', err: run.screen });
      expect(run.code).toBe(0);
      expect(await readFile(folder.path('result.txt'), 'utf8')).toMatch(/^2 recorded, 0 already there/);

      const saved = await readFile(profile, 'utf8');
      for (const line of ['order: dmy', 'unit: t', 'leg1.mode: rail', 'Кричов: krichev', 'БЧ по-нашему: bch'])
        expect(saved).toContain(line);
      const again = await kontor([...command, '--profile', profile]);
      expect([again.code, again.out]).toEqual([0, expect.stringMatching(/^0 recorded, 2 already there/)]);
    },
    PATIENCE_MS,
  );

  test(
    'is given up with Ctrl+C: exit code 2, and nothing is written',
    async () => {
      const folder = await scenarioFolder(onTestFinished);
      const file = await folder.write('register.csv', REGISTER);
      const command = ['import', file, '--book', BOOK, '--data', folder.path('data'), '--lang', 'de'];
      const run = await atTerminal(
        [...KONTOR, ...command, '--save-profile', folder.path('ours.yaml')],
        folder.path('result.txt'),
        [
          { when: 'Tag oder mit dem Monat?', type: ENTER },
          { when: 'In welcher Einheit', type: CTRL_C },
        ],
      );
      expect(run.code).toBe(2);
      expect(run.screen).toContain('Es wurde nichts geschrieben.');
      expect(await readFile(folder.path('result.txt'), 'utf8')).toBe('');
      expect((await readdir(folder.path('.'))).toSorted()).toEqual(['register.csv', 'result.txt']);
    },
    PATIENCE_MS,
  );

  test(
    'is asked about by rate too; whoever is none of the choices has the rows rejected with the reason',
    async () => {
      const folder = await scenarioFolder(onTestFinished);
      const file = await folder.write('register.csv', REGISTER);
      const steps: readonly Step[] = [
        { when: 'начинается с дня или с месяца', type: ENTER },
        { when: 'В каких единицах', type: ENTER },
        { when: 'leg1.mode', type: ENTER },
        { when: 'Что за место «Кричов»', type: `${DOWN}${DOWN}${DOWN}${ENTER}` },
      ];
      const run = await atTerminal(
        [...KONTOR, 'rate', BOOK, file, '--lang', 'ru', '--format', 'csv'],
        folder.path('result.csv'),
        steps,
      );
      expect(run.code).toBe(1);
      expect(run.screen).toContain('--save-profile');
      expect(
        (await readFile(folder.path('result.csv'), 'utf8')).split('\r\n').filter((row) => row !== ''),
      ).toHaveLength(1);
      const rejects = await readFile(`${file}.rejects.csv`, 'utf8');
      expect(rejects).toContain('import.place.near');
      expect(rejects).toContain('похоже пишется: krichev');
    },
    PATIENCE_MS,
  );

  test(
    'is refused where nobody can be asked, with every question and a profile that only has to be filled in',
    async () => {
      const folder = await scenarioFolder(onTestFinished);
      const file = await folder.write('register.csv', REGISTER);
      const command = ['import', file, '--book', BOOK, '--data', folder.path('data'), '--lang', 'en'];
      const refused = await kontor(command);
      expect([refused.code, refused.out]).toEqual([2, '']);
      for (const asked of ['begin with the day or with the month?', 'In which unit', 'no column for leg1.mode'])
        expect(refused.err).toContain(asked);
      expect(existsSync(folder.path('data'))).toBe(false);

      const draft = /\n\n(schema: [\s\S]*?)\n\n/.exec(refused.err)?.[1] ?? '';
      const filled = draft
        .replace('order: # dmy | mdy', 'order: dmy')
        .replace('unit: # kg | t', 'unit: t')
        .replace('leg1.mode: #', 'leg1.mode: rail #');
      const profile = await folder.write('draft.yaml', `${filled}\nplaces: { Кричов: krichev }\n`);
      const rated = await kontor(['rate', BOOK, file, '--profile', profile, '--format', 'json', '--lang', 'en']);
      expect(rated.err).toContain('2 rows rejected');
      expect(await readFile(`${file}.rejects.csv`, 'utf8')).toContain('import.party.unknown');
    },
    PATIENCE_MS,
  );
});
