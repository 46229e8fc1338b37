/**
 * What a consignment must agree on within itself before anything is computed from it (pricing.md section 2). Every
 * problem is found at once and names the field and the numbers. Errors make the record unfit; a warning is shown, and
 * the thing it names is on HOLD.
 */
import { normaliseCode } from '../kernel/goods-code.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { type Refusal, refusal, type Severity } from '../kernel/refusal.ts';
import { checkCrossings } from './crossings.ts';
import { payerOf } from './payer.ts';
import { CODE_SYSTEMS, type Consignment } from './schema.ts';

type Found = (
  code: string,
  path: string,
  params: Readonly<Record<string, string | number>>,
  severity?: Severity,
) => Refusal;

/** The sum in whole kilograms, exactly; undefined when there is nothing to add or a part is not known. */
function sumOf(parts: readonly (number | undefined)[]): bigint | undefined {
  let sum = 0n;
  for (const part of parts) {
    if (part === undefined) return undefined;
    sum += BigInt(part);
  }
  return parts.length === 0 ? undefined : sum;
}

/** What is known of parts may not exceed the whole; when all of it is known, it must be the whole. */
function addsUp(parts: readonly (number | undefined)[], whole: bigint): boolean {
  const known = sumOf(parts.filter((part) => part !== undefined)) ?? 0n;
  return sumOf(parts) === undefined ? known <= whole : known === whole;
}

function checkMasses({ mass_kg, items, wagons, containers }: Consignment, found: Found): Refusal[] {
  const refusals: Refusal[] = [];
  const stated = mass_kg === undefined ? undefined : BigInt(mass_kg);
  const itemMasses = items.map((item) => item.mass_kg);
  const whole = stated ?? sumOf(itemMasses);
  const compare = (code: string, path: string, parts: readonly (number | undefined)[]): void => {
    if (whole === undefined || addsUp(parts, whole)) return;
    const sum = sumOf(parts.filter((part) => part !== undefined)) ?? 0n;
    refusals.push(found(code, path, { sum: String(sum), whole: String(whole), difference: String(sum - whole) }));
  };
  if (items.length > 0) compare('consignment.item-masses', 'items', itemMasses);
  if (wagons.length > 0)
    compare(
      'consignment.wagon-masses',
      'wagons',
      wagons.map((wagon) => (wagon.loaded ? wagon.mass_kg : (wagon.mass_kg ?? 0))),
    );
  if (containers.length > 0)
    compare(
      'consignment.container-masses',
      'containers',
      containers.map((box) => (box.loaded ? box.mass_kg : (box.mass_kg ?? 0))),
    );
  for (const [list, parts] of [
    ['wagons', wagons],
    ['containers', containers],
  ] as const) {
    for (const [index, part] of parts.entries()) {
      if (part.loaded || (part.mass_kg ?? 0) === 0) continue;
      refusals.push(
        found('consignment.empty-with-mass', `${list}.${index}.mass_kg`, {
          number: part.number ?? String(index + 1),
          mass: part.mass_kg ?? 0,
        }),
      );
    }
  }
  return refusals;
}

function checkTrain({ train, wagons }: Consignment, found: Found): Refusal[] {
  if (train?.wagons === undefined || wagons.length <= train.wagons) return [];
  return [found('consignment.train-wagons', 'train.wagons', { listed: wagons.length, stated: train.wagons })];
}

/** A code is written in full: digits only, as many as its system has. Fewer is a warning: it names a group of goods. */
function checkCodes({ items }: Consignment, found: Found): Refusal[] {
  const refusals: Refusal[] = [];
  for (const [index, { codes }] of items.entries()) {
    for (const system of CODE_SYSTEMS) {
      const code = codes[system];
      if (code === undefined || normaliseCode(system, code) === code) continue;
      const path = `items.${index}.codes.${system}`;
      const isGroup = normaliseCode(system, code, { prefix: true }) === code;
      refusals.push(
        isGroup
          ? found('consignment.code-short', path, { system, code }, 'warning')
          : found('consignment.code-malformed', path, { system, code }),
      );
    }
  }
  return refusals;
}

/** An event of the consignment's life: its name in texts, its field, its date. */
type LifeEvent = { readonly name: string; readonly path: string; readonly date: LocalDate | undefined };

/** Events in the order in which they happen; those not known are passed over. */
function datesInOrder(events: readonly LifeEvent[], found: Found): Refusal[] {
  const refusals: Refusal[] = [];
  let earlier: { readonly name: string; readonly date: LocalDate } | undefined;
  for (const { name, path, date } of events) {
    if (date === undefined) continue;
    if (earlier === undefined || earlier.date <= date) {
      earlier = { name, date };
      continue;
    }
    const params = { earlier: earlier.name, earlierDate: earlier.date, later: name, laterDate: date };
    refusals.push(found('consignment.dates-order', path, params));
  }
  return refusals;
}

function checkDates({ accepted, dates, diversion }: Consignment, found: Found): Refusal[] {
  const acceptance = { name: 'accepted', path: 'accepted', date: accepted };
  const delivery = { name: 'delivered', path: 'dates.delivered', date: dates.delivered };
  const diverted = { name: 'diversion', path: 'diversion.date', date: diversion?.date };
  return [
    ...datesInOrder(
      [
        { name: 'ordered', path: 'dates.ordered', date: dates.ordered },
        acceptance,
        { name: 'crossed', path: 'dates.crossed', date: dates.crossed },
        delivery,
        { name: 'received', path: 'dates.received', date: dates.received },
      ],
      found,
    ),
    ...datesInOrder([acceptance, diverted], found),
    ...(diversion === undefined ? [] : datesInOrder([diverted, delivery], found)),
  ];
}

/** Each leg begins where the one before it ends. */
function checkLegs({ legs }: Consignment, found: Found): Refusal[] {
  const refusals: Refusal[] = [];
  for (const [index, leg] of legs.entries()) {
    const before = legs[index - 1];
    if (before === undefined || before.to === leg.from) continue;
    refusals.push(
      found('consignment.legs-apart', `legs.${index}.from`, {
        leg: index + 1,
        from: leg.from,
        previous: index,
        to: before.to,
      }),
    );
  }
  return refusals;
}

/** A leg whose payer cannot be told is on HOLD, not refused: the note may be completed. */
function checkPayers(consignment: Consignment, found: Found): Refusal[] {
  return consignment.legs.flatMap((leg, index) =>
    payerOf(consignment, index) === undefined
      ? [found('consignment.payer-unknown', `legs.${index}.payer`, { leg: index + 1, carrier: leg.carrier }, 'warning')]
      : [],
  );
}

/** Everything in which the record disagrees with itself, in the order of its fields; none means it is fit. */
export function checkConsignment(consignment: Consignment): readonly Refusal[] {
  const found: Found = (code, path, params, severity = 'error') =>
    refusal(code, params, { record: consignment.note, path }, severity);
  return [
    ...checkMasses(consignment, found),
    ...checkTrain(consignment, found),
    ...checkCodes(consignment, found),
    ...checkDates(consignment, found),
    ...checkLegs(consignment, found),
    ...checkCrossings(consignment, (code, path, params) => found(code, path, params)),
    ...checkPayers(consignment, found),
  ];
}
