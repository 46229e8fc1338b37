/** Asking a quota's ledger what it says to a consignment, for screening. */
import type { Consignment } from '../consignment/schema.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import { add, compare, type Decimal, subtract, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { contributionsOf } from '../meter/contribution.ts';
import { windowOf } from '../meter/window.ts';
import type { World } from '../scope/subject.ts';
import { type QuotaForm, quotaOn } from './form.ts';
import type { QuotaLedger } from './ledger.ts';
import type { QuotaBalance, QuotaReader, QuotaReading } from './reading.ts';

/** A quota in all its versions, with its ledger. */
export type KeptQuota = { readonly id: string; readonly versions: readonly QuotaForm[]; readonly ledger: QuotaLedger };

/** What a consignment asks of a quota: an amount under a key, or the facts it lacks. None: it is outside. */
export type QuotaRequest = {
  readonly amounts: readonly { readonly key: string; readonly value: Decimal }[];
  readonly missing: readonly string[];
};

/** What the consignment takes of the quota as its meter measures it. */
export function requestOf(form: QuotaForm, consignment: Consignment, world: World): QuotaRequest {
  const found = contributionsOf(form.meter, consignment, world, []);
  return {
    amounts: found.flatMap((one) => (one.kind === 'adds' ? [{ key: one.key, value: one.value }] : [])),
    missing: [...new Set(found.flatMap((one) => (one.kind === 'missing' ? one.fields : [])))].toSorted(
      compareCodePoints,
    ),
  };
}

const roomAfter = (balance: QuotaBalance): Decimal =>
  subtract(balance.ceiling, add(add(balance.consumed, balance.reserved), balance.requested));

/** Of several accounts the consignment draws on, the one with the least room decides. */
function tightest(balances: readonly QuotaBalance[]): QuotaBalance | undefined {
  let least: QuotaBalance | undefined;
  for (const one of balances) if (least === undefined || compare(roomAfter(one), roomAfter(least)) < 0) least = one;
  return least;
}

function readOne(
  kept: KeptQuota,
  consignment: Consignment,
  at: { readonly date: LocalDate; readonly knownBy: LocalDate },
  world: World,
): QuotaReading {
  const form = quotaOn(kept.versions, at);
  if (form === undefined) return { kind: 'no-quota', quota: kept.id };
  const { ceiling, version } = form;
  const asked = requestOf(form, consignment, world);
  if (asked.missing.length > 0) return { kind: 'no-measure', quota: kept.id, version, missing: asked.missing };
  if (asked.amounts.length === 0) return { kind: 'outside', quota: kept.id, version };
  const window = windowOf(form.meter.window, at.date, undefined);
  if (ceiling === undefined || window === undefined) return { kind: 'no-ceiling', quota: kept.id, version };
  const balances = asked.amounts.map(({ key, value }): QuotaBalance => {
    const account = kept.ledger.account(key, at.date);
    const own = kept.ledger.ownShare(consignment.note, key, at.date);
    return {
      kind: 'balance',
      quota: kept.id,
      version,
      window,
      unit: form.meter.unit,
      ceiling,
      flagFrom: form.flagFrom,
      consumed: subtract(account?.consumed ?? ZERO, own.consumed),
      reserved: subtract(account?.reserved ?? ZERO, own.reserved),
      requested: value,
    };
  });
  return tightest(balances) ?? { kind: 'outside', quota: kept.id, version };
}

/** A reader over ledgers as they stand when it is asked. A consignment's own reservation does not count against it. */
export function quotaReader(quotas: readonly KeptQuota[], world: World): QuotaReader {
  const byId = new Map(quotas.map((kept) => [kept.id, kept]));
  return {
    read: (quota, consignment, at) => {
      const kept = byId.get(quota);
      return kept === undefined ? { kind: 'no-quota', quota } : readOne(kept, consignment, at, world);
    },
  };
}
