/** The state of a quota on a day, from its events: a pure function of what was known by then. */
import { compareCodePoints } from '../kernel/code-point.ts';
import { compare, type Decimal, maximum, multiply, subtract, ZERO } from '../kernel/decimal.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import { contains } from '../kernel/period.ts';
import { type PublishedConsumption, type QuotaForm, quotaOn } from './form.ts';
import { createQuotaLedger, type QuotaAccount, type QuotaEvent } from './ledger.ts';

/** An account with the ceiling it is held against. Amounts in the unit of the quota's meter. */
export type QuotaState = QuotaAccount & {
  readonly quota: string;
  readonly version: string;
  readonly unit: string;
  readonly ceiling: Decimal | undefined;
  /** Not yet consumed or reserved; zero when more crossed than the ceiling. Undefined without a ceiling. */
  readonly left: Decimal | undefined;
  /** By how much what crossed exceeds the ceiling. */
  readonly over: Decimal;
  /** Whether the flagged share of the ceiling is reached by what is consumed and reserved. */
  readonly near: boolean;
  /** The first day on which a reservation did not fit any more. */
  readonly firstRefusedOn: LocalDate | undefined;
  /** Published figures for the window, for comparison. */
  readonly published: readonly PublishedConsumption[];
  /** The first day on which it was known to be used up: by what crossed, by what did not fit any more, or as published. */
  readonly ranOutOn: LocalDate | undefined;
};

/** By day, then as recorded, then by name. */
export function compareEvents(a: QuotaEvent, b: QuotaEvent): number {
  return compareCodePoints(a.on, b.on) || a.sequence - b.sequence || compareCodePoints(a.reservation, b.reservation);
}

/** The account seen against the version of the quota that governs it. */
export function stateOf(account: QuotaAccount, form: QuotaForm, day: LocalDate): QuotaState {
  const { ceiling } = form;
  const used = { consumed: account.consumed, reserved: account.reserved };
  const rest = ceiling === undefined ? undefined : subtract(subtract(ceiling, used.consumed), used.reserved);
  const nearFrom = ceiling === undefined ? undefined : subtract(ceiling, multiply(ceiling, form.flagFrom));
  const firstRefusedOn = account.refused.find((one) => one.reason === 'exceeds-ceiling')?.on;
  const published = form.published.filter((one) => one.on <= day && contains(account.window, one.on));
  const usedUp = published.filter((one) => ceiling !== undefined && compare(one.consumed, ceiling) >= 0);
  const [ranOutOn] = [account.exhaustedOn, firstRefusedOn, ...usedUp.map((one) => one.on)]
    .filter((one) => one !== undefined)
    .toSorted(compareCodePoints);
  return {
    ...account,
    quota: form.id,
    version: form.version,
    unit: form.meter.unit,
    ceiling,
    left: rest === undefined ? undefined : maximum(rest, ZERO),
    over: ceiling === undefined ? ZERO : maximum(subtract(used.consumed, ceiling), ZERO),
    near: rest !== undefined && nearFrom !== undefined && compare(rest, nearFrom) <= 0,
    firstRefusedOn,
    published,
    ranOutOn,
  };
}

/**
 * Every account of a quota on the day, by window and key: events that happened by `date` and were known by `knownBy`.
 * Accounts of windows no version governs by then are left out.
 */
export function quotaStates(
  versions: readonly QuotaForm[],
  events: readonly QuotaEvent[],
  at: { readonly date: LocalDate; readonly knownBy: LocalDate },
): readonly QuotaState[] {
  const known = versions.filter((form) => form.known <= at.knownBy);
  const ledger = createQuotaLedger(known);
  const happened = events.filter((event) => event.known <= at.knownBy && event.on <= at.date);
  for (const event of happened.toSorted(compareEvents)) ledger.apply(event);
  return ledger.accounts(at.date).flatMap((account) => {
    const lastDay = account.window.to !== undefined && account.window.to <= at.date ? account.window.from : at.date;
    const form = quotaOn(known, { date: contains(account.window, at.date) ? at.date : lastDay, knownBy: at.knownBy });
    return form === undefined ? [] : [stateOf(account, form, at.date)];
  });
}
