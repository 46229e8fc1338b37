import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadBook, readEntry } from '../book/load.ts';
import { type Consignment, consignmentSchema } from '../consignment/schema.ts';
import { decimal, toText } from '../kernel/decimal.ts';
import { addDays, localDate } from '../kernel/local-date.ts';
import type { World } from '../scope/subject.ts';
import { type AgreementAnswer, answerAgreement } from './answer.ts';
import type { Evidence } from './evidence.ts';
import { type AgreementForm, compileAgreement } from './form.ts';
import { dueBy, dueMonths, paceAt } from './schedule.ts';
import { agreementSchema } from './schema.ts';
import { statusOf } from './status.ts';

type Entry = Readonly<Record<string, unknown>>;

const WORLD: World = { place: () => undefined, party: () => undefined, payerOf: () => undefined };

const CEMENT: Entry = {
  kind: 'agreement',
  id: 'cement-2025',
  title: 'Cement 2025',
  source: { note: 'report on the 20th session', date: '2025-10-01' },
  valid: { from: '2025-01-01', to: '2026-01-01' },
  known: '2024-11-21',
  parties: { supplier: 'bcc', buyer: 'ktk' },
  goods: { name: 'cement', codes: { GNG: ['2523'] } },
  claims: [
    { id: 'report', quantity: { value: '80.5', unit: 'KTN' }, claimed: '2025-10-01', source: { note: 'report' } },
    {
      id: 'protocol',
      quantity: { value: '50000', unit: 'TNE' },
      claimed: '2024-11-21',
      source: { note: 'BelTA 2024' },
    },
  ],
  inForce: 'report',
  period: { from: '2025-01-01', to: '2026-01-01' },
  measure: 'mass',
  tolerance: '0.05',
  schedule: 'even',
  preconditions: [{ name: 'wagons ordered', leadDays: 45 }],
};

function compile(more: Entry = {}): { readonly form?: AgreementForm; readonly codes: readonly string[] } {
  const { book, refusals } = loadBook([{ path: 'book.yaml', text: JSON.stringify({ ...CEMENT, ...more }) }], {
    agreement: agreementSchema,
  });
  expect(refusals).toEqual([]);
  const [entry] = book.entries;
  if (entry === undefined) throw new Error('no entry');
  const compiled = compileAgreement(entry, readEntry(entry, agreementSchema));
  return compiled.ok ? { form: compiled.value, codes: [] } : { codes: compiled.refusals.map((one) => one.code) };
}

function formOf(more: Entry = {}): AgreementForm {
  const { form, codes } = compile(more);
  if (form === undefined) throw new Error(codes.join(', '));
  return form;
}

const sent = (note: string, accepted: string, tonnes: number, more: Entry = {}): Consignment =>
  consignmentSchema.parse({
    note,
    accepted,
    agreement: 'cement-2025',
    items: [{ codes: { GNG: '25232900' } }],
    mass_kg: tonnes * 1000,
    ...more,
  });

const answer = (evidence: readonly Evidence[], asOf: string, form = formOf()): AgreementAnswer =>
  answerAgreement(form, evidence, { asOf: localDate(asOf), worldOn: () => WORLD });

const tonnes = (kg: bigint | undefined): string =>
  kg === undefined ? 'unknown' : toText({ units: kg, scale: 3, den: 1n });

/** id, status, fulfilled share and whether it is in force of each claim. */
const claimsOf = (found: AgreementAnswer): readonly unknown[] =>
  found.claims.map((claim) => [
    claim.id,
    claim.status,
    claim.share === undefined ? '' : toText(claim.share),
    claim.inForce,
  ]);

describe('two claims side by side', () => {
  const evidence = [{ consignment: sent('1', '2025-02-01', 40_250, { dates: { received: '2025-02-20' } }) }];

  it('answers both, each with its own status, and only what was claimed by the day', () => {
    expect(claimsOf(answer(evidence, '2025-03-01'))).toEqual([['protocol', 'substantial', '0.805', true]]);
    expect(claimsOf(answer(evidence, '2025-10-01'))).toEqual([
      ['protocol', 'substantial', '0.805', false],
      ['report', 'limited', '0.5', true],
    ]);
  });

  it('knows no number before any was claimed', () => {
    expect(answer(evidence, '2024-11-20').claims).toEqual([]);
  });
});

describe('status', () => {
  const facts = {
    whole: 1000n,
    tolerance: decimal('0.05'),
    fulfilled: 0n,
    dispatched: 0n,
    hasEvidence: true,
    hasBegun: true,
  };

  it.each([
    ['nothing known, not begun', { hasEvidence: false, hasBegun: false }, 'not-started'],
    ['nothing known, begun', { hasEvidence: false }, 'no-evidence'],
    ['only ordered', {}, 'not-started'],
    ['dispatched', { dispatched: 1n }, 'limited'],
    ['the first unit', { fulfilled: 1n }, 'limited'],
    ['a unit below three quarters', { fulfilled: 749n }, 'limited'],
    ['three quarters', { fulfilled: 750n }, 'substantial'],
    ['a unit below tolerance', { fulfilled: 949n }, 'substantial'],
    ['within tolerance', { fulfilled: 950n }, 'complete'],
    ['the whole', { fulfilled: 1000n }, 'complete'],
    ['within tolerance above', { fulfilled: 1050n }, 'complete'],
    ['a unit more', { fulfilled: 1051n }, 'exceeded'],
  ])('%s', (_name, more, expected) => {
    expect(statusOf({ ...facts, ...more })).toBe(expected);
  });
});

describe('curves', () => {
  const evidence = [
    {
      consignment: sent('1', '2025-01-10', 100, {
        dates: { ordered: '2024-12-20', delivered: '2025-01-20', received: '2025-02-03' },
      }),
      outcome: 'ALLOW' as const,
    },
    { consignment: sent('2', '2025-02-10', 200, { dates: { received: '2025-03-01' } }), outcome: 'HOLD' as const },
    { consignment: sent('3', '2025-03-10', 300) },
  ];

  it('adds up what was ordered, dispatched, under way, arrived and fulfilled by the day', () => {
    const at = (day: string): readonly string[] => Object.values(answer(evidence, day).progress).map(tonnes);
    expect(at('2024-12-20')).toEqual(['100', '0', '0', '0', '0']);
    expect(at('2025-01-10')).toEqual(['100', '100', '100', '0', '0']);
    expect(at('2025-02-02')).toEqual(['100', '100', '100', '0', '0']);
    expect(at('2025-02-03')).toEqual(['100', '100', '0', '100', '100']);
    expect(at('2025-03-31')).toEqual(['600', '600', '300', '300', '300']);
  });

  it('has a month for each of the period; those that have not begun are open', () => {
    const { curve } = answer(evidence, '2025-03-05');
    expect(curve.map(({ month, progress }) => [month, tonnes(progress?.fulfilled)]).slice(0, 4)).toEqual([
      ['2025-01', '0'],
      ['2025-02', '100'],
      ['2025-03', '300'],
      ['2025-04', 'unknown'],
    ]);
  });

  it('counts what moved whatever its screening said, and shows with which outcome', () => {
    const { byOutcome } = answer(
      [...evidence, { consignment: sent('4', '2025-03-01', 7, { dates: { received: '2025-03-04' } }) }],
      '2025-03-31',
    );
    expect(byOutcome).toEqual({ ALLOW: 100_000n, FLAG: 0n, HOLD: 200_000n, REFUSE: 0n, unscreened: 7000n });
  });

  it('leaves out what was learned later, and what was received outside the period', () => {
    expect(
      tonnes(
        answer(
          [
            {
              consignment: sent('1', '2025-01-10', 5, { dates: { received: '2025-01-20' } }),
              learned: localDate('2025-04-01'),
            },
          ],
          '2025-03-31',
        ).progress.fulfilled,
      ),
    ).toBe('0');
    const late = answer(
      [{ consignment: sent('1', '2025-12-30', 5, { dates: { received: '2026-01-02' } }) }],
      '2026-02-01',
    );
    expect([tonnes(late.progress.fulfilled), tonnes(late.outside)]).toEqual(['0', '5']);
  });
});

describe('what is evidence', () => {
  const quantity = (more: Entry, form: Entry = {}): readonly unknown[] => {
    const found = answer(
      [{ consignment: sent('1', '2025-01-10', 60, { dates: { received: '2025-01-20' }, ...more }) }],
      '2025-12-01',
      formOf(form),
    );
    return [tonnes(found.progress.fulfilled), ...found.unclear.map((one) => [one.reason, ...one.missing].join(' '))];
  };
  const scoped = { scope: { goods: { GNG: ['2523'] }, consignor: ['bcc'] } };

  it.each([
    ['names the agreement', {}, {}, ['60']],
    ['names another, and is in scope', { agreement: 'other', consignor: 'bcc' }, scoped, ['0']],
    ['names none and is in scope', { agreement: undefined, consignor: 'bcc' }, scoped, ['60']],
    ['names none and is not in scope', { agreement: undefined, consignor: 'x' }, scoped, ['0']],
    ['names none, and there is no scope', { agreement: undefined }, {}, ['0']],
    ['names none and lacks a fact', { agreement: undefined }, scoped, ['0', 'missing-facts consignor']],
    ['names it with other goods', { items: [{ codes: { GNG: '87019500' } }] }, {}, ['0', 'other-goods']],
    ['names it without a code', { items: [{}] }, {}, ['60']],
    ['has no mass', { mass_kg: undefined }, {}, ['0', 'missing-facts mass_kg']],
    [
      'mixed: only the goods agreed',
      {
        items: [
          { codes: { GNG: '25232900' }, mass_kg: 40_000 },
          { codes: { GNG: '87019500' }, mass_kg: 20_000 },
        ],
      },
      {},
      ['40'],
    ],
    [
      'mixed, one without a code',
      { items: [{ codes: { GNG: '25232900' }, mass_kg: 40_000 }, { mass_kg: 20_000 }] },
      {},
      ['0', 'missing-facts item.GNG'],
    ],
  ])('%s', (_name, note, form, expected) => {
    expect(quantity(note, form)).toEqual(expected);
  });

  it('counts machines in pieces and cattle in heads', () => {
    const form = formOf({
      goods: { name: 'tractors' },
      measure: 'pieces',
      tolerance: '0',
      claims: [{ id: 'report', quantity: { value: '28', unit: 'H87' }, claimed: '2025-01-01', source: {} }],
    });
    const found = answer(
      [
        {
          consignment: sent('1', '2025-01-10', 1, {
            items: [{ pieces: 16 }, { pieces: 12 }],
            dates: { received: '2025-02-01' },
          }),
        },
      ],
      '2025-03-01',
      form,
    );
    expect([found.unit, found.progress.fulfilled, found.claims[0]?.status]).toEqual(['H87', 28n, 'complete']);
  });
});

describe('schedule, pace and forecast', () => {
  const whole = 365_000n;

  it('is even by days, seasonal by months, or as written; always the whole', () => {
    const due = (schedule: unknown): readonly bigint[] =>
      dueMonths(formOf({ schedule }).months, whole).map((month) => month.due);
    expect(due('even').slice(0, 3)).toEqual([31_000n, 28_000n, 31_000n]);
    expect(due({ seasonal: ['0', '0', '0', '1', '0', '0', '3', '0', '0', '0', '0', '0'] })).toEqual([
      0n,
      0n,
      0n,
      91_250n,
      0n,
      0n,
      273_750n,
      0n,
      0n,
      0n,
      0n,
      0n,
    ]);
    expect(due({ byMonth: { '2025-03': '100', '2025-04': '265' } }).filter((part) => part > 0n)).toEqual([
      100_000n,
      265_000n,
    ]);
  });

  it('is ahead or behind in units and in days of the schedule', () => {
    const { months, period } = formOf();
    const due = dueMonths(months, whole);
    const pace = (fulfilled: bigint, day: string): readonly unknown[] =>
      Object.values(paceAt(due, fulfilled, localDate(day), period));
    expect(pace(31_000n, '2025-01-31')).toEqual([31_000n, 0n, 0]);
    expect(pace(21_000n, '2025-01-31')).toEqual([31_000n, -10_000n, -10]);
    expect(pace(41_000n, '2025-01-31')).toEqual([31_000n, 10_000n, 10]);
    expect(pace(0n, '2025-01-31')).toEqual([31_000n, -31_000n, -31]);
    expect(pace(355_000n, '2026-03-01')).toEqual([365_000n, -10_000n, -10]);
    expect(pace(0n, '2024-12-01')).toEqual([0n, 0n, 0]);
  });

  it('forecasts by the share of the schedule, not before four weeks, and ends with what was fulfilled', () => {
    const evidence = [{ consignment: sent('1', '2025-01-05', 3100, { dates: { received: '2025-01-20' } }) }];
    const form = formOf({
      inForce: 'plan',
      claims: [{ id: 'plan', quantity: { value: '73000', unit: 'TNE' }, claimed: '2024-01-01', source: {} }],
    });
    const forecast = (day: string): string => tonnes(answer(evidence, day, form).claims[0]?.forecast);
    expect(forecast('2025-01-27')).toBe('unknown');
    expect(forecast('2025-01-31')).toBe('36500');
    expect(forecast('2026-01-01')).toBe('3100');
  });

  it('warns of too much and too little, as soon as it can be seen', () => {
    const plan = {
      inForce: 'plan',
      claims: [{ id: 'plan', quantity: { value: '1000', unit: 'TNE' }, claimed: '2024-01-01', source: {} }],
    };
    const warned = (received: number, day: string): unknown =>
      answer(
        [{ consignment: sent('1', '2025-01-05', received, { dates: { received: '2025-01-20' } }) }],
        day,
        formOf(plan),
      ).claims[0]?.warnings;
    expect(warned(1050, '2025-06-30')).toEqual([{ kind: 'over-delivery-forecast', by: 1_117_396n }]);
    expect(warned(1051, '2025-06-30')).toEqual([{ kind: 'over-delivery', by: 51_000n }]);
    expect(warned(100, '2025-06-30')).toEqual([{ kind: 'under-delivery-forecast', by: 798_344n }]);
    expect(warned(949, '2026-01-01')).toEqual([{ kind: 'under-delivery', by: 51_000n }]);
    expect(warned(950, '2026-01-01')).toEqual([]);
  });

  it('names the latest start of each precondition', () => {
    expect(answer([], '2024-11-22').preconditions).toEqual([
      { name: 'wagons ordered', leadDays: 45, latestStart: '2024-11-17', isPast: true },
    ]);
    expect(answer([], '2024-11-17').preconditions[0]?.isPast).toBe(false);
  });

  it('is whole for every schedule, never falls, and is due in full on the last day', () => {
    const weights = fc
      .array(fc.integer({ min: 0, max: 30 }), { minLength: 12, maxLength: 12 })
      .filter((list) => list.some((weight) => weight > 0));
    fc.assert(
      fc.property(weights, fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.nat(360), (list, total, day) => {
        const { months, period } = formOf({ schedule: { seasonal: list.map(String) } });
        const due = dueMonths(months, total);
        expect(due.reduce((sum, month) => sum + month.due, 0n)).toBe(total);
        expect(dueBy(due, addDays(period.to, -1))).toBe(total);
        const at = addDays(period.from, day);
        expect(dueBy(due, addDays(at, 1)) >= dueBy(due, at)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

describe('compiling', () => {
  const claim = (value: string, unit: string): Entry => ({
    claims: [{ id: 'report', quantity: { value, unit }, claimed: '2025-01-01', source: {} }],
  });

  it.each([
    ['no end', { period: { from: '2025-01-01' } }, ['agreement.open-period']],
    ['another dimension', claim('5', 'H87'), ['agreement.quantity']],
    ['not whole kilograms', claim('0.0001', 'TNE'), ['agreement.quantity']],
    ['a claim in force that is not there', { inForce: 'nobody' }, ['agreement.in-force']],
    [
      'one claim twice',
      { claims: [CEMENT['claims'], CEMENT['claims']].flat() },
      ['agreement.duplicate-claim', 'agreement.duplicate-claim'],
    ],
    ['a tolerance above one', { tolerance: '1.5' }, ['agreement.tolerance']],
    [
      'a month outside the period',
      { schedule: { byMonth: { '2025-02': '1', '2026-01': '1' } } },
      ['agreement.schedule-month'],
    ],
    [
      'a month below zero',
      { schedule: { byMonth: { '2025-02': '1', '2025-03': '-1' } } },
      ['agreement.schedule-negative'],
    ],
    ['no month at all', { schedule: { byMonth: {} } }, ['agreement.schedule-empty']],
  ])('refuses %s', (_name, more, expected) => {
    expect(compile(more).codes).toEqual(expected);
  });
});
