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

const among = (tariffs: readonly TariffForm[], { carrier, traffic }: Asked, at: At): readonly TariffForm[] =>
  inForce(
    tariffs.filter((tariff) => tariff.carrier === carrier && tariff.traffic.has(traffic)),
    at,
  );

/** The day asked for last, with its tariffs by carrier, then traffic: a journal is read day by day. */
type Day = { readonly at: At; readonly found: Map<string, Map<string, readonly TariffForm[]>> };

const lastDay = new WeakMap<readonly TariffForm[], Day>();

function dayOf(tariffs: readonly TariffForm[], at: At): Day {
  const last = lastDay.get(tariffs);
  if (last !== undefined && last.at.on === at.on && last.at.knownBy === at.knownBy) return last;
  const day: Day = { at, found: new Map() };
  lastDay.set(tariffs, day);
  return day;
}

/** Tariffs in force on a day among those of a carrier for a traffic. */
export function tariffCandidates(tariffs: readonly TariffForm[], asked: Asked, at: At): readonly TariffForm[] {
  if (!Object.isFrozen(tariffs)) return among(tariffs, asked, at);
  const { found } = dayOf(tariffs, at);
  const ofCarrier = found.get(asked.carrier) ?? new Map<string, readonly TariffForm[]>();
  const candidates = ofCarrier.get(asked.traffic) ?? among(tariffs, asked, at);
  found.set(asked.carrier, ofCarrier.set(asked.traffic, candidates));
  return candidates;
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
