/** Where a discount can act at all: the tariffs of the book that price what it touches (pricing.md section 11). */

import { inForce, isNewer, supersedesByName, type Versioned } from '../book/select.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { contains, overlaps } from '../kernel/period.ts';
import { coversCharge } from '../meter/contribution.ts';
import type { ScopeForm } from '../scope/compile.ts';
import type { PartForm, TariffForm } from '../tariff/form.ts';
import { conditionsOf } from './disjoint.ts';
import type { DiscountForm } from './form.ts';

/** Why no tariff is left for a discount: the first question after which none was. */
export type NoTariff = 'base' | 'validity' | 'carrier' | 'traffic' | 'charges';

/** The values a scope surely asks of a field that has one value on a leg; undefined when it does not. */
function askedOf(scope: ScopeForm, field: string): ReadonlySet<string> | undefined {
  const asked = conditionsOf(scope).find((one) => one.kind === 'texts' && one.field.name === field);
  return asked?.kind === 'texts' ? asked.values : undefined;
}

/** The parts of a tariff whose charge the discount touches. */
export function partsTouched(form: DiscountForm, tariff: TariffForm): readonly PartForm[] {
  const { touches } = form;
  if (touches.kind !== 'charges') return [];
  return tariff.parts.filter((part) => part.discountable && coversCharge(touches.charges, part.charge));
}

type Question = { readonly why: NoTariff; readonly keeps: (tariff: TariffForm) => boolean };

function questionsOf(form: DiscountForm): readonly Question[] {
  const carriers = askedOf(form.scope, 'leg.carrier');
  const traffics = askedOf(form.scope, 'leg.traffic') ?? askedOf(form.scope, 'traffic');
  return [
    { why: 'base', keeps: (tariff) => form.base?.some((one) => isBase(one, tariff)) ?? true },
    { why: 'validity', keeps: (tariff) => overlaps(tariff.valid, form.valid) },
    { why: 'carrier', keeps: (tariff) => carriers === undefined || carriers.has(tariff.carrier) },
    {
      why: 'traffic',
      keeps: (tariff) => traffics === undefined || [...traffics].some((one) => tariff.traffic.has(one)),
    },
    { why: 'charges', keeps: (tariff) => partsTouched(form, tariff).length > 0 },
  ];
}

type Base = NonNullable<DiscountForm['base']>[number];

const isBase = (base: Base, tariff: TariffForm): boolean =>
  base.tariff === tariff.id && (base.version === undefined || base.version === tariff.version);

/** The tariffs on which a discount on freight can act, or the question that leaves none. */
export function tariffsFor(
  form: DiscountForm,
  tariffs: readonly TariffForm[],
): { readonly tariffs: readonly TariffForm[]; readonly none: NoTariff | undefined } {
  let left = tariffs;
  for (const { why, keeps } of questionsOf(form)) {
    left = left.filter(keeps);
    if (left.length === 0) return { tariffs: [], none: why };
  }
  return { tariffs: left, none: undefined };
}

/** Days on which what is in force may change while the entry holds. */
function turnsIn(entry: Versioned, others: readonly Versioned[]): readonly LocalDate[] {
  const ends = others.flatMap(({ valid }) => (valid.to === undefined ? [valid.from] : [valid.from, valid.to]));
  return [entry.valid.from, ...new Set(ends.filter((day) => contains(entry.valid, day)))];
}

/** What could replace an entry: its own versions and what supersedes it by name. */
const rivalsOf = (entry: Versioned, all: readonly Versioned[]): readonly Versioned[] =>
  all.filter((other) => other.id === entry.id || supersedesByName(other, entry));

/** Whether an entry is in force on any day, by the book as it stands. */
export function everInForce(entry: Versioned, all: readonly Versioned[]): boolean {
  const rivals = rivalsOf(entry, all);
  if (rivals.length <= 1) return true;
  const last = rivals.reduce((latest, { known }) => (known > latest ? known : latest), entry.known);
  return turnsIn(entry, rivals).some((on) => inForce(rivals, { on, knownBy: last }).includes(entry));
}

export type Superseding = { readonly base: Base; readonly by: TariffForm };

/** Tariffs that replace the base of a discount while it holds: from then on it has to be issued again. */
export function supersededBases(form: DiscountForm, tariffs: readonly TariffForm[]): readonly Superseding[] {
  return (form.base ?? []).flatMap((base) => {
    const named = tariffs.filter((tariff) => isBase(base, tariff));
    const later = tariffs.filter((tariff) => {
      if (isBase(base, tariff) || !overlaps(tariff.valid, form.valid)) return false;
      if (tariff.id === base.tariff) return named.some((one) => isNewer(tariff, one));
      return named.some((one) => supersedesByName(tariff, one));
    });
    const notNamed = later.filter((tariff) => form.base?.some((other) => isBase(other, tariff)) !== true);
    const [by] = notNamed.toSorted((a, b) => (a.valid.from < b.valid.from ? -1 : 1));
    return by === undefined ? [] : [{ base, by }];
  });
}
