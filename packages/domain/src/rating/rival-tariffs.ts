/** Tariffs of one carrier that both hold for the same legs: such a leg has no price (pricing.md sections 4.1 and 11). */
import { inForce } from '../book/select.ts';
import { contradictionIn, isScopeWithin } from '../discount/contradiction.ts';
import { conditionsOf, disjointScopes } from '../discount/disjoint.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { type Place, type Refusal, refusal } from '../kernel/refusal.ts';
import type { TariffForm } from '../tariff/form.ts';

/** The first day on which both are in force, by all that is known. */
function firstDayOfBoth(a: TariffForm, b: TariffForm, all: readonly TariffForm[]): LocalDate | undefined {
  const knownBy = all.reduce((last, { known }) => (known > last ? known : last), a.known);
  const days = [
    ...new Set(all.flatMap(({ valid }) => (valid.to === undefined ? [valid.from] : [valid.from, valid.to]))),
  ];
  return days.toSorted(compareCodePoints).find((on) => {
    const holding = inForce(all, { on, knownBy });
    return holding.includes(a) && holding.includes(b);
  });
}

/** Whether the scopes surely, perhaps or never select one leg. */
function scopesMeet({ scope: a }: TariffForm, { scope: b }: TariffForm): 'surely' | 'perhaps' | 'never' {
  if (isScopeWithin(a, b) || isScopeWithin(b, a)) return 'surely';
  const apart = disjointScopes(a, b) || contradictionIn(a, conditionsOf(b)) !== undefined;
  return apart ? 'never' : 'perhaps';
}

function rivals(a: TariffForm, b: TariffForm, all: readonly TariffForm[], place: Place): readonly Refusal[] {
  const traffic = [...a.traffic].filter((one) => b.traffic.has(one));
  if (a.id === b.id || a.carrier !== b.carrier || traffic.length === 0) return [];
  const meet = scopesMeet(a, b);
  const date = meet === 'never' ? undefined : firstDayOfBoth(a, b, all);
  if (date === undefined) return [];
  const named = { first: `${a.id} ${a.version}`, second: `${b.id} ${b.version}`, carrier: a.carrier };
  const params = { ...named, traffic: traffic.join(', '), date, meet };
  return [refusal('rating.tariffs-meet', params, place, meet === 'surely' ? 'error' : 'warning')];
}

/** Every two tariffs of the book that would leave a leg without a price, the later one's place. */
export function rivalTariffs(
  tariffs: readonly TariffForm[],
  placeOf: (tariff: TariffForm) => Place,
): readonly Refusal[] {
  return tariffs.flatMap((second, index) =>
    tariffs.slice(0, index).flatMap((first) => rivals(first, second, tariffs, placeOf(second))),
  );
}
