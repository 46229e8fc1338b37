import type { At } from '../book/select.ts';
import { inForce } from '../book/select.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { ok, type Result, refusal, refused } from '../kernel/refusal.ts';
import { evaluateScope } from '../scope/evaluate.ts';
import type { Subject } from '../scope/subject.ts';
import type { TariffForm } from '../tariff/form.ts';

/** Why no tariff was found: the first of carrier, traffic, date, scope that left none. */
function noneReason(
  tariffs: readonly TariffForm[],
  subject: Subject,
  at: At,
): { code: string; params: Record<string, string> } {
  const { leg, consignment } = subject;
  const carrier = leg?.carrier ?? '';
  const traffic = leg?.traffic ?? consignment.traffic ?? '';
  const ofCarrier = tariffs.filter((tariff) => tariff.carrier === carrier);
  if (ofCarrier.length === 0) return { code: 'rating.no-tariff-of-carrier', params: { carrier } };
  const ofTraffic = ofCarrier.filter((tariff) => tariff.traffic.has(traffic));
  const all = [...new Set(ofCarrier.flatMap((tariff) => [...tariff.traffic]))].toSorted(compareCodePoints).join(', ');
  if (ofTraffic.length === 0)
    return { code: 'rating.no-tariff-for-traffic', params: { carrier, traffic, available: all } };
  const valid = inForce(ofTraffic, at);
  const periods = ofTraffic
    .map((tariff) => `${tariff.id} ${tariff.valid.from}…${tariff.valid.to ?? ''}`)
    .toSorted(compareCodePoints)
    .join(', ');
  if (valid.length === 0)
    return { code: 'rating.no-tariff-on-date', params: { carrier, traffic, date: at.on, available: periods } };
  return {
    code: 'rating.no-tariff-in-scope',
    params: { carrier, traffic, date: at.on, available: valid.map((tariff) => tariff.id).join(', ') },
  };
}

type Asked = { readonly carrier: string; readonly traffic: string };

const among = (tariffs: readonly TariffForm[], { carrier, traffic }: Asked): readonly TariffForm[] =>
  tariffs.filter((tariff) => tariff.carrier === carrier && tariff.traffic.has(traffic));

/** Carriers a journal names, each with its kinds of traffic; beyond it what is remembered begins anew. */
const MOST_REMEMBERED = 2_000;

type ByAsked = Map<string, Map<string, readonly TariffForm[]>>;

/** What is found for a carrier and a traffic, found once. */
function foundOnce(
  found: ByAsked,
  { carrier, traffic }: Asked,
  find: () => readonly TariffForm[],
): readonly TariffForm[] {
  const ofCarrier = found.get(carrier);
  const known = ofCarrier?.get(traffic);
  if (known !== undefined) return known;
  const tariffs = find();
  if (found.size >= MOST_REMEMBERED) found.clear();
  if (ofCarrier === undefined) found.set(carrier, new Map([[traffic, tariffs]]));
  else ofCarrier.set(traffic, tariffs);
  return tariffs;
}

/** Tariffs by carrier, then traffic: all of them, and those of the day asked for last, since a journal is read day by day. */
type Remembered = { readonly all: ByAsked; day: { readonly at: At; readonly found: ByAsked } | undefined };

const remembered = new WeakMap<readonly TariffForm[], Remembered>();

function rememberedOf(tariffs: readonly TariffForm[]): Remembered {
  const known = remembered.get(tariffs);
  if (known !== undefined) return known;
  const made: Remembered = { all: new Map(), day: undefined };
  remembered.set(tariffs, made);
  return made;
}

/** Tariffs in force on a day among those of a carrier for a traffic. */
export function tariffCandidates(tariffs: readonly TariffForm[], asked: Asked, at: At): readonly TariffForm[] {
  if (!Object.isFrozen(tariffs)) return inForce(among(tariffs, asked), at);
  const known = rememberedOf(tariffs);
  if (known.day?.at.on !== at.on || known.day.at.knownBy !== at.knownBy) known.day = { at, found: new Map() };
  return foundOnce(known.day.found, asked, () =>
    inForce(
      foundOnce(known.all, asked, () => among(tariffs, asked)),
      at,
    ),
  );
}

/**
 * The tariff of a leg by carrier, traffic, date of acceptance and scope (pricing.md section 4.1). None: a refusal naming what
 * is missing. Two: a refusal naming both. A scope that cannot be told names the fact it lacks.
 */
export function chooseTariff(tariffs: readonly TariffForm[], subject: Subject, at: At): Result<TariffForm> {
  const { leg, consignment } = subject;
  const record = { record: consignment.note };
  const traffic = leg?.traffic ?? consignment.traffic;
  if (leg === undefined) return refused(refusal('rating.no-leg', {}, record));
  if (traffic === undefined) return refused(refusal('rating.no-traffic', { carrier: leg.carrier }, record));
  const candidates = tariffCandidates(tariffs, { carrier: leg.carrier, traffic }, at);
  const applying: TariffForm[] = [];
  const missing: string[] = [];
  for (const tariff of candidates) {
    const verdict = evaluateScope(tariff.scope, subject);
    if (verdict.kind === 'applies') applying.push(tariff);
    if (verdict.kind === 'missing') missing.push(...verdict.fields);
  }
  const [first, second] = applying;
  if (first !== undefined && second !== undefined) {
    return refused(
      refusal(
        'rating.two-tariffs',
        { first: `${first.id} ${first.version}`, second: `${second.id} ${second.version}`, date: at.on },
        record,
      ),
    );
  }
  if (first !== undefined && missing.length === 0) return ok(first);
  if (missing.length > 0)
    return refused(
      refusal('rating.tariff-missing-fact', { fact: [...new Set(missing)].join(', '), carrier: leg.carrier }, record),
    );
  const { code, params } = noneReason(tariffs, subject, at);
  return refused(refusal(code, params, record));
}
