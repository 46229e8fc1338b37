import { describe, expect, it } from 'vitest';
import { whyDiscount } from '../explain/why-discount.ts';
import { rateConsignment } from '../rating/rate-consignment.ts';
import { createRatingState } from '../rating/rating-state.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { discount, KNOWN_BY } from '../testing/rated-leg.ts';
import type { Question } from './questions.ts';

type Changes = Readonly<Record<string, unknown>>;

/** A question as `what verdict reason name=value … (missing)`, those it consists of below it. */
function questionLines({ about, verdict, said, missing, of }: Question): readonly string[] {
  const figures = Object.entries(said?.params ?? {}).map(([name, value]) => `${name}=${String(value)}`);
  const reason = said === undefined ? [] : [said.code, ...figures];
  const open = missing.length === 0 ? [] : [`(${missing.join(', ')})`];
  return [[about, verdict, ...reason, ...open].join(' '), ...of.flatMap(questionLines).map((line) => `- ${line}`)];
}

/** Every question that is asked of 60 t of exports on 10 March, after 30 t in February and 50 t in March. */
function asked(content: string, changes: Changes = {}, screening: 'ALLOW' | 'FLAG' | 'HOLD' | 'nothing' = 'ALLOW') {
  const text = content.includes('effect:') ? content : `effect: { kind: multiply, by: '0.9' }\n${content}`;
  const book = bookFromText([TARIFF, discount('d', text)]);
  const state = createRatingState(book);
  for (const [note, accepted, tonnes] of [
    ['A', '2025-02-01', 30],
    ['B', '2025-03-01', 50],
  ] as const)
    state.meters.record(
      consignmentOf({ note, accepted, items: [{ codes: {}, mass_kg: tonnes * 1000 }], wagons: [{}] }),
    );
  const { readings } = state;
  const consignment = consignmentOf(changes);
  const terms = { knownBy: KNOWN_BY, readings, ...(screening === 'nothing' ? {} : { screening }) };
  const rating = rateConsignment(book, consignment, terms);
  const why = whyDiscount(book, consignment, rating, 'd', {
    knownBy: KNOWN_BY,
    readings,
    screening: screening === 'nothing' ? undefined : screening,
  });
  if (!why.ok) throw new Error('no answer');
  return why.value.here.flatMap(({ questions }) => questions.flatMap(questionLines));
}

const MASS = '{ measure: mass, window: { calendar: month } }';
const t = (value: number): string => `{ value: '${String(value)}', unit: TNE }`;
const meter = (bound: string): string => `when: [{ meter: ${MASS}, ${bound} }]`;

describe('what is asked of a leg, and what was found', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'charges and screening in any case',
      '',
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'the base tariff it was granted on',
      'base: [{ tariff: rail-2025 }]',
      [
        'base holds discount.asked.base chosen=rail-2025 2025-01-01',
        'charges holds discount.asked.charges charges=freight.loaded',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'another base tariff',
      'base: [{ tariff: rail-2024 }]',
      [
        'base fails discount.other-tariff chosen=rail-2025 2025-01-01 granted=rail-2024',
        'charges holds discount.asked.charges charges=freight.loaded',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'each fact of the scope by itself',
      'scope: { traffic: [export], wagon.type: [tank], item.origin: [BY], all: [{ leg.carrier: [rail] }] }',
      [
        'scope holds discount.scope condition=traffic expected=export actual=export',
        'scope missing (item.origin)',
        'scope fails discount.scope condition=wagon.type expected=tank actual=hopper',
        'scope holds discount.scope condition=leg.carrier expected=rail actual=rail',
        'charges holds discount.asked.charges charges=freight.loaded',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'charges it does not touch',
      'touches: { charges: [storage, wagon] }\n',
      [
        'charges fails discount.nothing-touched charges=storage, wagon',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'all charges it touches',
      'touches: { charges: [freight, freight.loaded] }\n',
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a volume that is reached',
      meter(`atLeast: ${t(50)}`),
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter holds discount.asked.at-least meter=d@2025-01-01#when.0.meter value=50000 bound=50000 short=0 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a volume that is passed',
      meter(`above: ${t(49)}`),
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter holds discount.asked.above meter=d@2025-01-01#when.0.meter value=50000 bound=49000 short=-1000 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a volume that is just not passed',
      meter(`above: ${t(50)}`),
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter fails discount.meter-not-above meter=d@2025-01-01#when.0.meter value=50000 bound=50000 short=0 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a volume that is not reached',
      meter(`atLeast: ${t(51)}`),
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter fails discount.meter-below meter=d@2025-01-01#when.0.meter value=50000 bound=51000 short=1000 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a volume below a bound',
      meter(`lessThan: ${t(51)}`),
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter holds discount.asked.less-than meter=d@2025-01-01#when.0.meter value=50000 bound=51000 short=1000 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a volume at most',
      meter(`atMost: ${t(50)}`),
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter holds discount.asked.at-most meter=d@2025-01-01#when.0.meter value=50000 bound=50000 short=0 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a volume not below a bound',
      meter(`lessThan: ${t(50)}`),
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter fails discount.meter-not-below meter=d@2025-01-01#when.0.meter value=50000 bound=50000 short=0 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a volume above what is at most',
      meter(`atMost: ${t(49)}`),
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter fails discount.meter-above meter=d@2025-01-01#when.0.meter value=50000 bound=49000 short=-1000 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'of both bounds the lower is told where they hold',
      meter(`atLeast: ${t(40)}, lessThan: ${t(60)}`),
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter holds discount.asked.at-least meter=d@2025-01-01#when.0.meter value=50000 bound=40000 short=-10000 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a comparison that is asked from a later day',
      `when: [{ meter: ${MASS}, atLeast: ${t(900)}, from: 2025-03-11 }]`,
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter holds discount.asked.from from=2025-03-11',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a comparison that is asked from this day',
      `when: [{ meter: ${MASS}, atLeast: ${t(50)}, from: 2025-03-10 }]`,
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter holds discount.asked.at-least meter=d@2025-01-01#when.0.meter value=50000 bound=50000 short=0 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'the part of a window inside its validity: 16 of 31 days',
      `valid: { from: 2025-03-01, to: 2025-03-17 }\nwhen: [{ meter: ${MASS}, atLeast: ${t(31)}, partial: pro-rata }]`,
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter holds discount.asked.at-least meter=d@2025-03-01#when.0.meter value=50000 bound=16000 short=-34000 unit=KGM key= from=2025-03-01 to=2025-03-16',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a meter whose key is missing',
      `when: [{ meter: { measure: mass, key: [agreement], window: { calendar: month } }, atLeast: ${t(5)} }]`,
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter missing (agreement)',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'alternatives and joint conditions one by one',
      `when: [{ any: [{ scope: { traffic: [import] } }, { all: [{ scope: { leg.carrier: [rail] } }, { meter: ${MASS}, atLeast: ${t(50)} }] }] }]`,
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'any holds',
        '- scope fails discount.scope condition=traffic expected=import actual=export',
        '- all holds',
        '- - scope holds discount.scope condition=leg.carrier expected=rail actual=rail',
        '- - meter holds discount.asked.at-least meter=d@2025-01-01#when.0.any.1.all.1.meter value=50000 bound=50000 short=0 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'alternatives that all fail',
      `when: [{ any: [{ scope: { traffic: [import] } }, { meter: ${MASS}, above: ${t(90)} }] }]`,
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'any fails discount.scope condition=traffic expected=import actual=export',
        '- scope fails discount.scope condition=traffic expected=import actual=export',
        '- meter fails discount.meter-not-above meter=d@2025-01-01#when.0.any.1.meter value=50000 bound=90000 short=40000 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'joint conditions of which one is open',
      'when: [{ all: [{ scope: { item.origin: [BY] } }, { scope: { traffic: [export] } }] }]',
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'all missing (item.origin)',
        '- scope missing (item.origin)',
        '- scope holds discount.scope condition=traffic expected=export actual=export',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'what is left of the charge is asked at its turn',
      "scope: { amount.running.EUR: { from: '5' } }",
      [
        'scope at-turn (amount.running.EUR)',
        'charges holds discount.asked.charges charges=freight.loaded',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'a receiver who is not known',
      'beneficiary: consignee',
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'receivers missing (consignee)',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
    [
      'what settles is asked of the whole window',
      `at: settlement\n${meter(`atLeast: ${t(50)}`)}`,
      [
        'charges holds discount.asked.charges charges=freight.loaded',
        'meter holds discount.asked.at-least meter=d@2025-01-01#when.0.meter value=50000 bound=50000 short=0 unit=KGM key= from=2025-03-01 to=2025-03-31',
        'screening holds discount.asked.screening outcome=ALLOW',
      ],
    ],
  ])('%s', (name, content, expected) => {
    const changes = name.includes('not known') ? { consignee: undefined } : {};
    expect(asked(content, changes)).toEqual(expected);
  });

  it.each<['ALLOW' | 'FLAG' | 'HOLD' | 'nothing', string]>([
    ['ALLOW', 'screening holds discount.asked.screening outcome=ALLOW'],
    ['FLAG', 'screening holds discount.asked.screening outcome=FLAG'],
    ['HOLD', 'screening fails discount.not-allow outcome=HOLD'],
    ['nothing', 'screening fails discount.not-screened'],
  ])('screening last: %s', (screening, expected) => {
    const last = asked('', {}, screening).at(-1);
    expect(last).toBe(expected);
  });
});
