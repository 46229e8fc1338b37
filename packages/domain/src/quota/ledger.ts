/**
 * The ledger of a quota (corridor.md, "Quotas and capacity"): reserve on application, consume on crossing, release on
 * cancellation or expiry. What was granted never exceeds the ceiling; what crossed is recorded even when it does.
 */
import { compareCodePoints } from '../kernel/code-point.ts';
import { add, compare, type Decimal, subtract, sum, ZERO } from '../kernel/decimal.ts';
import { compareDates, type LocalDate } from '../kernel/local-date.ts';
import { type Period, periodLabel } from '../kernel/period.ts';
import { windowOf } from '../meter/window.ts';
import { type QuotaForm, quotaOn } from './form.ts';

type EventBase = {
  /** Names the reservation; a note number, where a consignment asks. */
  readonly reservation: string;
  readonly on: LocalDate;
  /** Its place among the events of its day, as they were recorded. */
  readonly sequence: number;
  /** When it was learned. */
  readonly known: LocalDate;
};

/** Amounts in the unit of the quota's meter; `key` as the meter tells, '' for one balance for all. */
export type QuotaEvent =
  | (EventBase & {
      readonly kind: 'reserve';
      readonly key: string;
      readonly amount: Decimal;
      /** First day on which an unused reservation is void. */
      readonly expires?: LocalDate;
      /** The day the quota is asked for, where that is not the day of asking: it chooses the window. */
      readonly day?: LocalDate;
    })
  | (EventBase & { readonly kind: 'consume'; readonly key: string; readonly amount: Decimal })
  | (EventBase & { readonly kind: 'release' });

export type RefusedReservation = {
  readonly reservation: string;
  readonly on: LocalDate;
  readonly amount: Decimal;
  readonly reason: 'exceeds-ceiling' | 'no-ceiling' | 'no-quota' | 'already-reserved';
};

export type Reservation = {
  readonly reservation: string;
  readonly amount: Decimal;
  readonly on: LocalDate;
  readonly expires: LocalDate | undefined;
};

/** The account of one key in one window. */
export type QuotaAccount = {
  readonly key: string;
  readonly window: Period;
  readonly consumed: Decimal;
  readonly reserved: Decimal;
  /** Open reservations in the order in which they were granted. */
  readonly open: readonly Reservation[];
  readonly refused: readonly RefusedReservation[];
  /** The day on which what had crossed first reached the ceiling. */
  readonly exhaustedOn: LocalDate | undefined;
};

type Balance = {
  consumed: Decimal;
  reserved: Decimal;
  exhaustedOn: LocalDate | undefined;
  readonly key: string;
  readonly window: Period;
  readonly open: Map<string, Reservation>;
  readonly refused: RefusedReservation[];
};

export type QuotaLedger = {
  /** Events must come in the order of their days; one of an earlier day than the last is a mistake of the program. */
  readonly apply: (event: QuotaEvent) => 'done' | RefusedReservation;
  /** The account that holds the day, as it stands after what was applied; empty when nothing touched it. */
  readonly account: (key: string, day: LocalDate) => QuotaAccount | undefined;
  /** All accounts as they stand on a day, by window and key. */
  readonly accounts: (day?: LocalDate) => readonly QuotaAccount[];
  /** What the reservation or consumption already took of the account that holds the day. */
  readonly ownShare: (
    reservation: string,
    key: string,
    day: LocalDate,
  ) => { readonly consumed: Decimal; readonly reserved: Decimal };
};

const NOTHING = Object.freeze({ consumed: ZERO, reserved: ZERO });

type Books = {
  readonly versions: readonly QuotaForm[];
  readonly balances: Map<string, Balance>;
  /** The balance that holds a reservation, by its name. */
  readonly holders: Map<string, Balance>;
  readonly crossed: Map<string, Map<Balance, Decimal>>;
  /** Reservations that run out, with the first day on which they are void. */
  readonly expiring: Map<string, LocalDate>;
};

function versionFor(books: Books, day: LocalDate, knownBy: LocalDate): QuotaForm | undefined {
  return quotaOn(books.versions, { date: day, knownBy });
}

function windowFor(books: Books, day: LocalDate): Period | undefined {
  const latest = books.versions.map((form) => form.known).reduce((a, b) => (a > b ? a : b), day);
  const form = versionFor(books, day, latest);
  return form === undefined ? undefined : windowOf(form.meter.window, day, undefined);
}

const balanceName = (key: string, window: Period): string => `${periodLabel(window)} ${key}`;

function balanceFor(books: Books, key: string, day: LocalDate): Balance | undefined {
  const window = windowFor(books, day);
  if (window === undefined) return undefined;
  const name = balanceName(key, window);
  const found = books.balances.get(name);
  if (found !== undefined) return found;
  const fresh: Balance = {
    key,
    window,
    consumed: ZERO,
    reserved: ZERO,
    exhaustedOn: undefined,
    open: new Map(),
    refused: [],
  };
  books.balances.set(name, fresh);
  return fresh;
}

function freeReservation(books: Books, reservation: string): void {
  const holder = books.holders.get(reservation);
  const held = holder?.open.get(reservation);
  if (holder === undefined || held === undefined) return;
  holder.open.delete(reservation);
  holder.reserved = subtract(holder.reserved, held.amount);
  books.holders.delete(reservation);
  books.expiring.delete(reservation);
}

function expire(books: Books, day: LocalDate): void {
  for (const [reservation, expires] of books.expiring) if (expires <= day) freeReservation(books, reservation);
}

/** The first thing that speaks against a reservation, in this order. */
function refuseReservation(
  books: Books,
  balance: Balance | undefined,
  event: Extract<QuotaEvent, { kind: 'reserve' }>,
): RefusedReservation['reason'] | undefined {
  const form = versionFor(books, event.day ?? event.on, event.known);
  if (form === undefined || balance === undefined) return 'no-quota';
  if (form.ceiling === undefined) return 'no-ceiling';
  if (books.holders.has(event.reservation)) return 'already-reserved';
  const after = add(add(balance.consumed, balance.reserved), event.amount);
  return compare(after, form.ceiling) > 0 ? 'exceeds-ceiling' : undefined;
}

function reserve(books: Books, event: Extract<QuotaEvent, { kind: 'reserve' }>): 'done' | RefusedReservation {
  const balance = balanceFor(books, event.key, event.day ?? event.on);
  const reason = refuseReservation(books, balance, event);
  const { reservation, on, amount, expires } = event;
  if (reason !== undefined || balance === undefined) {
    const refusal = { reservation, on, amount, reason: reason ?? 'no-quota' };
    balance?.refused.push(refusal);
    return refusal;
  }
  balance.open.set(reservation, { reservation, amount, on, expires });
  balance.reserved = add(balance.reserved, amount);
  books.holders.set(reservation, balance);
  if (expires !== undefined) books.expiring.set(reservation, expires);
  return 'done';
}

/** What crossed uses up its reservation, whatever its size was, and counts in the window of the day it crossed. */
function consume(books: Books, event: Extract<QuotaEvent, { kind: 'consume' }>): void {
  freeReservation(books, event.reservation);
  const balance = balanceFor(books, event.key, event.on);
  if (balance === undefined) return;
  balance.consumed = add(balance.consumed, event.amount);
  const shares = books.crossed.get(event.reservation) ?? new Map<Balance, Decimal>();
  shares.set(balance, add(shares.get(balance) ?? ZERO, event.amount));
  books.crossed.set(event.reservation, shares);
  const ceiling = versionFor(books, event.on, event.known)?.ceiling;
  if (ceiling !== undefined && compare(balance.consumed, ceiling) >= 0) balance.exhaustedOn ??= event.on;
}

/** The account on a day: reservations that are void by then are left out, without being touched. */
function shown(balance: Balance, day: LocalDate | undefined): QuotaAccount {
  const { key, window, consumed, exhaustedOn } = balance;
  const isVoid = (one: Reservation): boolean => day !== undefined && one.expires !== undefined && one.expires <= day;
  const open = [...balance.open.values()].filter((one) => !isVoid(one));
  const reserved = open.length === balance.open.size ? balance.reserved : sum(open.map((one) => one.amount));
  return { key, window, consumed, reserved, exhaustedOn, open, refused: [...balance.refused] };
}

const byWindowAndKey = (a: Balance, b: Balance): number =>
  compareDates(a.window.from, b.window.from) || compareCodePoints(a.key, b.key);

/** A ledger over all versions of one quota. Its balances are its own; what it shows never changes afterwards. */
export function createQuotaLedger(versions: readonly QuotaForm[]): QuotaLedger {
  const balances = new Map<string, Balance>();
  const books: Books = { versions, balances, holders: new Map(), crossed: new Map(), expiring: new Map() };
  let last: LocalDate | undefined;
  const existing = (key: string, day: LocalDate): Balance | undefined => {
    const window = windowFor(books, day);
    return window === undefined ? undefined : balances.get(balanceName(key, window));
  };
  return {
    apply: (event) => {
      if (last !== undefined && event.on < last) throw new RangeError(`an event of ${event.on} after one of ${last}`);
      last = event.on;
      expire(books, event.on);
      if (event.kind === 'reserve') return reserve(books, event);
      if (event.kind === 'consume') consume(books, event);
      else freeReservation(books, event.reservation);
      return 'done';
    },
    account: (key, day) => {
      const balance = existing(key, day);
      return balance === undefined ? undefined : shown(balance, day);
    },
    accounts: (day) => [...balances.values()].toSorted(byWindowAndKey).map((balance) => shown(balance, day)),
    ownShare: (reservation, key, day) => {
      const balance = existing(key, day);
      if (balance === undefined) return NOTHING;
      const consumed = books.crossed.get(reservation)?.get(balance) ?? ZERO;
      return { consumed, reserved: balance.open.get(reservation)?.amount ?? ZERO };
    },
  };
}
