import { describe, expect, it } from 'vitest';
import { rateConsignment } from '../rating/rate-consignment.ts';
import { createRatingState } from '../rating/rating-state.ts';
import { bookFromText, consignmentOf, TARIFF } from '../testing/book-from-text.ts';
import { outcomeLines } from '../testing/outcome-lines.ts';
import { discount, KNOWN_BY } from '../testing/rated-leg.ts';

type Changes = Readonly<Record<string, unknown>>;

/** What became of a discount on the first leg of 60 t at 600 EUR, after what was moved earlier, with further entries. */
function told(content: string, changes: Changes = {}, earlier: readonly Changes[] = [], more: readonly string[] = []) {
  const text = content.includes('effect:') ? content : `effect: { kind: multiply, by: '0.9' }\n${content}`;
  const entries = more.some((one) => one.trim().startsWith('kind: tariff')) ? more : [TARIFF, ...more];
  const book = bookFromText([...entries, discount('d', text)]);
  const state = createRatingState(book);
  for (const one of earlier) state.meters.record(consignmentOf(one));
  const { legs } = rateConsignment(book, consignmentOf(changes), {
    knownBy: KNOWN_BY,
    screening: 'ALLOW',
    readings: state.readings,
  });
  return legs.flatMap((leg) =>
    leg.ok ? outcomeLines(leg.rating.discounts[0], 'EUR') : leg.refusals.map(({ code }) => code),
  );
}

const meter = (text: string, bound: string, more = ''): string =>
  `when: [{ meter: { measure: mass, ${text} }, ${bound}${more} }]`;
const MONTH = 'window: { calendar: month }';
const february = (tonnes: number): Changes => ({
  note: 'F',
  accepted: '2025-02-10',
  items: [{ codes: {}, mass_kg: tonnes * 1000 }],
  wagons: [],
});

describe('why a discount does not act on a leg, with the figures', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    [
      'granted on other tariffs',
      'base: [{ tariff: x }, { tariff: y }]',
      [],
      ['discount.other-tariff chosen=rail-2025 2025-01-01 granted=x, y'],
    ],
    [
      'granted on another version',
      "base: [{ tariff: rail-2025, version: '2018' }]",
      [],
      ['discount.needs-reissue chosen=rail-2025 2025-01-01 granted=rail-2025 2018'],
    ],
    [
      'granted on a tariff that this one supersedes, of no version known',
      'base: [{ tariff: x }, { tariff: rail-2018 }]',
      [`${TARIFF}supersedes: [{ entry: rail-2018 }]`],
      ['discount.needs-reissue chosen=rail-2025 2025-01-01 granted=rail-2018'],
    ],
    [
      'on charges there are none of',
      'touches: { charges: [storage, paper] }\n',
      [],
      ['discount.nothing-touched charges=storage, paper'],
    ],
    [
      'on charges no discount may touch',
      'touches: { charges: [wagon] }\n',
      [],
      ['discount.nothing-touched charges=wagon'],
    ],
    [
      'the receiver is not named on the note',
      "beneficiary: { shares: { payer: '0.5', consignee: '0.5' } }",
      [],
      ['missing consignee'],
    ],
    [
      'the charge before discounts is too small',
      "scope: { amount.gross.EUR: { from: '606' } }",
      [],
      ['discount.amount-below of=gross charges=all value=605 bound=606 unit=EUR closed=true short=1'],
    ],
    [
      'or too great, of the kinds named',
      "scope: { 'amount.gross.EUR:freight+wagon': { below: '600' } }",
      [],
      ['discount.amount-above of=gross charges=freight, wagon value=605 bound=600 unit=EUR closed=false'],
    ],
    [
      'what is left of it is too small',
      "scope: { amount.running.EUR: { above: '605' } }",
      [],
      ['discount.amount-below of=running charges=all value=605 bound=605 unit=EUR closed=false short=0'],
    ],
    [
      'it is asked in another currency',
      "scope: { amount.running.USD: { from: '5' }, item.origin: [BY] }",
      [],
      ['missing item.origin, amount.running.USD'],
    ],
    [
      'a fact is missing beside what is asked at its turn',
      "scope: { amount.running.EUR: { from: '5' }, item.origin: [BY] }",
      [],
      ['missing item.origin'],
    ],
    [
      'a condition on what is left fails at its turn',
      "when: [{ scope: { amount.running.EUR: { from: '900' } } }]",
      [],
      ['discount.amount-below of=running charges=all value=605 bound=900 unit=EUR closed=true short=295'],
    ],
    [
      'the first of alternatives is told',
      'when: [{ any: [{ scope: { traffic: [import] } }, { scope: { traffic: [transit] } }] }]',
      [],
      ['discount.scope condition=traffic expected=import actual=export'],
    ],
  ])('%s', (name, content, more, expected) => {
    const changes = name.includes('receiver') ? { consignee: undefined } : {};
    const found = told(content, changes, [], more);
    expect(found).toEqual(expected);
  });

  it.each<[string, string, readonly string[]]>([
    [
      'a named party receives, whoever paid',
      'beneficiary: { party: mill }',
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'named mill: 60.00 by settlement',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9]',
      ],
    ],
    [
      'the carrier receives',
      'beneficiary: carrier',
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'carrier rail: 60.00 by settlement',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9]',
      ],
    ],
    [
      'the consignor who is the payer has it on the invoice',
      'beneficiary: consignor',
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'consignor works: 60.00 by invoice',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9]',
      ],
    ],
    [
      'what is left is enough at its turn',
      "scope: { amount.running.EUR: { from: '600' } }",
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'payer works: 60.00 by invoice',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9]',
      ],
    ],
    [
      'the gross is enough',
      "when: [{ scope: { amount.gross.EUR: { from: '600' } } }]",
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'payer works: 60.00 by invoice',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9]',
      ],
    ],
  ])('%s', (_, content, expected) => {
    const changes = content.includes('consignor') ? { consignor: 'works' } : {};
    const found = told(content, changes);
    expect(found).toEqual(expected);
  });
});

describe('why a comparison fails, with the figures', () => {
  const out = (tonnes: number): string =>
    `kind: excluded-volume\nid: out\ndiscount: d\nquantity: { value: '${String(tonnes)}', unit: TNE }\nreason: carrier-fault\nvalid: { from: 2025-02-01, to: 2025-02-20 }`;
  const lagged = 'window: { calendar: month, lag: 1 }';

  it.each<[string, string, readonly Changes[], readonly string[], readonly string[]]>([
    [
      'less than the least',
      meter(lagged, "atLeast: { value: '50', unit: TNE }"),
      [february(40)],
      [],
      [
        'discount.meter-below meter=d@2025-01-01#when.0.meter value=40000 bound=50000 short=10000 unit=KGM key= from=2025-02-01 to=2025-02-28',
      ],
    ],
    [
      'not more than it has to be',
      meter(lagged, "above: { value: '40', unit: TNE }"),
      [february(40)],
      [],
      [
        'discount.meter-not-above meter=d@2025-01-01#when.0.meter value=40000 bound=40000 short=0 unit=KGM key= from=2025-02-01 to=2025-02-28',
      ],
    ],
    [
      'for each day of February: 28 t',
      meter(lagged, "atLeast: { value: '1', unit: TNE, per: day }"),
      [february(27)],
      [],
      [
        'discount.meter-below meter=d@2025-01-01#when.0.meter value=27000 bound=28000 short=1000 unit=KGM key= from=2025-02-01 to=2025-02-28',
      ],
    ],
    [
      'for each month',
      meter(lagged, "atLeast: { value: '50', unit: TNE, per: month }"),
      [february(49)],
      [],
      [
        'discount.meter-below meter=d@2025-01-01#when.0.meter value=49000 bound=50000 short=1000 unit=KGM key= from=2025-02-01 to=2025-02-28',
      ],
    ],
    [
      'what was excluded lowers the least',
      meter(lagged, "atLeast: { value: '50', unit: TNE }"),
      [february(30)],
      [out(15)],
      [
        'discount.meter-below-relieved meter=d@2025-01-01#when.0.meter value=30000 bound=35000 short=5000 unit=KGM key= from=2025-02-01 to=2025-02-28 stated=50000 excluded=15000',
      ],
    ],
    [
      'what was excluded does not raise what is at most',
      meter(lagged, "atMost: { value: '20', unit: TNE }"),
      [february(30)],
      [out(15)],
      [
        'discount.meter-above meter=d@2025-01-01#when.0.meter value=30000 bound=20000 short=-10000 unit=KGM key= from=2025-02-01 to=2025-02-28',
      ],
    ],
    [
      'more excluded than asked for leaves nothing to ask',
      meter(lagged, "atLeast: { value: '10', unit: TNE }"),
      [february(1)],
      [out(15)],
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'payer works: 60.00 by invoice',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9]',
      ],
    ],
    [
      'a part of the window: 9 of 31 days',
      `valid: { from: 2025-03-02, to: 2025-03-11 }\n${meter(MONTH, "atLeast: { value: '31', unit: TNE }", ', partial: pro-rata')}`,
      [],
      [],
      [
        'discount.meter-below meter=d@2025-03-02#when.0.meter value=0 bound=9000 short=9000 unit=KGM key= from=2025-03-02 to=2025-03-10',
      ],
    ],
    [
      'a quotient to the sixth digit',
      meter(
        "window: { calendar: month, lag: 1 }, baseline: { fixed: '30000', as: ratio }",
        "atLeast: { value: '2', unit: C62 }",
      ),
      [february(20)],
      [],
      [
        'discount.meter-below meter=d@2025-01-01#when.0.meter value=0.666667 bound=2 short=1.333333 unit=C62 key= from=2025-02-01 to=2025-02-28',
      ],
    ],
    [
      'a window without an end has no last day',
      meter('window: { fixed: { from: 2025-01-01 } }', "atLeast: { value: '5', unit: TNE }"),
      [],
      [],
      [
        'discount.meter-below meter=d@2025-01-01#when.0.meter value=0 bound=5000 short=5000 unit=KGM key= from=2025-01-01 to=',
      ],
    ],
    [
      'the key is missing',
      meter(`key: [agreement], ${MONTH}`, "atLeast: { value: '5', unit: TNE }"),
      [],
      [],
      ['missing agreement'],
    ],
    [
      'an earlier mass is not known and may be enough',
      meter(lagged, "atLeast: { value: '5', unit: TNE }"),
      [{ note: 'X', accepted: '2025-02-11', items: [{ codes: {} }], wagons: [] }],
      [],
      ['missing mass_kg'],
    ],
    [
      'an earlier mass is not known and may be too much',
      meter(lagged, "atMost: { value: '5', unit: TNE }"),
      [{ note: 'X', accepted: '2025-02-11', items: [{ codes: {} }], wagons: [] }],
      [],
      ['missing mass_kg'],
    ],
    [
      'enough stays enough whatever is not known',
      meter(lagged, "atLeast: { value: '5', unit: TNE }"),
      [february(5), { note: 'X', accepted: '2025-02-11', items: [{ codes: {} }], wagons: [] }],
      [],
      [
        'multiply at rating: 60.00 of 600.00 EUR',
        'payer works: 60.00 by invoice',
        'discount-multiply d: 600 → 540 EUR [coefficient 0.9]',
      ],
    ],
    [
      'but not over a baseline',
      meter("window: { calendar: month, lag: 1 }, baseline: { fixed: '1000' }", "atLeast: { value: '2', unit: TNE }"),
      [february(5), { note: 'X', accepted: '2025-02-11', items: [{ codes: {} }], wagons: [] }],
      [],
      ['missing mass_kg'],
    ],
  ])('%s', (_, content, earlier, more, expected) => {
    const found = told(content, {}, earlier, more);
    expect(found).toEqual(expected);
  });
});

describe('equalisation over the whole consignment', () => {
  const sea = TARIFF.replace('id: rail-2025', 'id: sea-2025')
    .replace('carrier: rail', 'carrier: sea')
    .replace("value: '10'", "value: '8'");
  const leg = (from: string, to: string, payer = 'works') => ({
    carrier: 'rail',
    mode: 'rail',
    from,
    to,
    distanceKm: '100',
    payer,
  });
  const content = (more = ''): string =>
    `effect: { kind: equalise, over: consignment, reference: [{ carrier: sea, mode: sea, from: a, to: c, distanceKm: '90', charges: [freight] }] }\n${more}`;

  it.each<[string, string, readonly unknown[], readonly string[]]>([
    [
      'two legs of 600 exceed 480 by 720, half of it each',
      content(),
      [leg('a', 'b'), leg('b', 'c')],
      [
        'equalise at rating: 360.00 of 600.00 EUR',
        'payer works: 360.00 by invoice',
        'discount-equalise d: 600 → 240 EUR [named 1200 EUR; reference:sea a–c 480 EUR; reference-tariff sea-2025 2025-01-01; exceeds 720 EUR]',
        'equalise at rating: 360.00 of 600.00 EUR',
        'payer works: 360.00 by invoice',
        'discount-equalise d: 600 → 240 EUR [named 1200 EUR; reference:sea a–c 480 EUR; reference-tariff sea-2025 2025-01-01; exceeds 720 EUR]',
      ],
    ],
    [
      'a leg its scope does not speak of has no part, and does not count',
      content('scope: { payer: [works] }\n'),
      [leg('a', 'b'), leg('b', 'c', 'plant')],
      [
        'equalise at rating: 120.00 of 600.00 EUR',
        'payer works: 120.00 by invoice',
        'discount-equalise d: 600 → 480 EUR [named 600 EUR; reference:sea a–c 480 EUR; reference-tariff sea-2025 2025-01-01; exceeds 120 EUR]',
        'discount.scope condition=payer expected=works actual=plant',
      ],
    ],
    [
      'rounded as the discount says, whole steps are split',
      content("round: '100'\n"),
      [leg('a', 'b'), leg('b', 'c')],
      [
        'equalise at rating: 400.00 of 600.00 EUR',
        'payer works: 400.00 by invoice',
        'discount-equalise d: 600 → 200 EUR [named 1200 EUR; reference:sea a–c 480 EUR; reference-tariff sea-2025 2025-01-01; exceeds 720 EUR]',
        'equalise at rating: 300.00 of 600.00 EUR',
        'payer works: 300.00 by invoice',
        'discount-equalise d: 600 → 300 EUR [named 1200 EUR; reference:sea a–c 480 EUR; reference-tariff sea-2025 2025-01-01; exceeds 720 EUR]',
      ],
    ],
    [
      'one leg in its currency that has no price: it is not evaluated',
      content(),
      [leg('a', 'b'), { ...leg('b', 'c'), carrier: 'road' }],
      ['missing leg.charges', 'rating.no-tariff-of-carrier'],
    ],
    [
      'no more than there: nothing',
      content().replace(
        'charges: [freight]',
        'charges: [freight] }, { carrier: sea, mode: sea, from: c, to: a, charges: [freight] }, { carrier: sea, mode: sea, from: c, to: a, charges: [freight]',
      ),
      [leg('a', 'b'), leg('b', 'c')],
      [
        'discount.reference-not-lower value=1200 bound=1440 unit=EUR',
        'discount.reference-not-lower value=1200 bound=1440 unit=EUR',
      ],
    ],
  ])('%s', (_, text, legs, expected) => {
    const found = told(text, { legs }, [], [TARIFF, sea]);
    expect(found).toEqual(expected);
  });
});
