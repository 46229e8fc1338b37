/** Which settled windows a re-rating touches: the others need not be settled again (pricing.md section 8). */
import type { Consignment } from '../consignment/schema.ts';
import { type DiscountForm, tierOf } from '../discount/form.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { monthOf, type Period, quarterOf, yearOf } from '../kernel/period.ts';
import { type MeterForm, withParts } from '../meter/form.ts';
import { windowOf } from '../meter/window.ts';
import type { Subject } from '../scope/subject.ts';
import { meterSource } from './read-index.ts';
import type { Rerated } from './rerate.ts';

/** A window of a discount that settles later or carries a guarantee; without a key, any of them. */
export type TouchedWindow = { readonly discount: string; readonly key: string | undefined; readonly window: Period };

const SPANS = { month: monthOf, quarter: quarterOf, year: yearOf } as const;

/** Meters whose windows a discount settles by. */
function settlingMeters(form: DiscountForm): readonly MeterForm[] {
  const { at, guarantee } = form;
  const tier = tierOf(form);
  const own = at === 'settlement' && tier !== undefined ? [tier.meter] : [];
  return guarantee === undefined ? own : [...own, guarantee.meter];
}

/** Windows in which meters moved. */
function movedWindows(form: DiscountForm, { moves }: Rerated): readonly TouchedWindow[] {
  return settlingMeters(form).flatMap((meter) =>
    moves
      .filter(({ source }) => withParts(meter).some(({ id }) => source === meterSource(id)))
      .flatMap(({ key, position }): readonly TouchedWindow[] => {
        const window = windowOf(meter.window, position.date, undefined);
        return window === undefined ? [] : [{ discount: form.id, key, window }];
      }),
  );
}

/** Windows to which the legs of a consignment belong. */
function ownWindows(form: DiscountForm, { journal }: Rerated, consignment: Consignment): readonly TouchedWindow[] {
  const { world } = journal.book;
  const meters = settlingMeters(form);
  return consignment.legs.flatMap((leg) => {
    const subject: Subject = { consignment, leg, world };
    const byMeters = meters.flatMap((meter): readonly TouchedWindow[] => {
      const reading = journal.state.readings.within(meter, subject);
      return reading.kind === 'read' ? [{ discount: form.id, key: reading.key, window: reading.span }] : [];
    });
    if (form.at !== 'settlement' || tierOf(form) !== undefined) return byMeters;
    const window = SPANS[form.settle ?? 'month'](consignment.accepted);
    return [...byMeters, { discount: form.id, key: world.payerOf(consignment, leg) ?? '', window }];
  });
}

/** Every window that may settle differently, each once, by discount, key and start. */
export function touchedWindows(rerated: Rerated): readonly TouchedWindow[] {
  const forms = rerated.journal.book.discounts.filter(
    (form) => form.at === 'settlement' || form.guarantee !== undefined,
  );
  const consignments = rerated.changed
    .flatMap(({ before, after }) => [before?.consignment, after?.consignment])
    .filter((one) => one !== undefined);
  const found = new Map<string, TouchedWindow>();
  for (const form of forms) {
    const windows = [
      ...movedWindows(form, rerated),
      ...consignments.flatMap((consignment) => ownWindows(form, rerated, consignment)),
    ];
    for (const one of windows) found.set(`${one.discount}\n${one.key ?? ''}\n${one.window.from}`, one);
  }
  return [...found].toSorted(([a], [b]) => compareCodePoints(a, b)).map(([, one]) => one);
}
