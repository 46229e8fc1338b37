/**
 * Screening (corridor.md): the one function for consignments, parties, goods, offers, agreements, discounts and payouts.
 * It reads facts and never proposes to alter one.
 */
import { inForce, type Versioned } from '../book/select.ts';
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { QuotaReader } from '../quota/reading.ts';
import type { World } from '../scope/subject.ts';
import type { PartyDecision, PartyListForm, RestrictionForm, RuleReference } from './form.ts';
import { rulesInForce } from './in-force.ts';
import { findingOf, type JudgeContext, type Judgement, judgeRule } from './judge-rule.ts';
import type { PartyNames, PartyRegister, RoleOfParty } from './match-parties.ts';
import { missingPayers } from './requirements.ts';
import type { Finding, RuleFinding, Screening, ScreeningTime } from './screening.ts';
import { alikeOn, looksSplit } from './splitting.ts';
import { severityOf, strictest } from './strictest.ts';
import type { ScreeningSubject } from './subject.ts';

/** A version of a party in the register, as the book dates it. */
export type RegisteredParty = PartyNames & Versioned;

/** Everything screening reads of the book, in all versions; `world` knows places, parties and payers of a day. */
export type ScreeningBook = {
  readonly rules: readonly RestrictionForm[];
  readonly lists: readonly PartyListForm[];
  readonly decisions: readonly PartyDecision[];
  /** By party id. */
  readonly register: ReadonlyMap<string, readonly RegisteredParty[]>;
  readonly world: (at: { readonly date: LocalDate; readonly knownBy: LocalDate }) => World;
};

/** Roles of one party side by side, parties by code point; and the roles nobody is known in. */
function partiesOf(subject: ScreeningSubject, world: World): JudgeContext['parties'] {
  const { consignment, asks } = subject;
  const roles = new Map<string, Set<string>>();
  const missing = new Set<string>();
  const note = (role: string, party: string | undefined): void => {
    if (party === undefined) missing.add(role);
    else roles.set(party, (roles.get(party) ?? new Set<string>()).add(role));
  };
  if (asks.has('parties')) {
    note('consignor', consignment.consignor);
    note('consignee', consignment.consignee);
  }
  if (asks.has('transport')) {
    if (consignment.legs.length === 0) missing.add('leg.carrier');
    for (const leg of consignment.legs) {
      note('carrier', leg.carrier);
      note('payer', world.payerOf(consignment, leg));
    }
  }
  for (const { role, party } of subject.parties) note(role, party);
  const known = [...roles]
    .map(([party, held]): RoleOfParty => ({ party, roles: [...held].toSorted(compareCodePoints) }))
    .toSorted((a, b) => compareCodePoints(a.party, b.party));
  return { known, missing: [...missing].toSorted(compareCodePoints) };
}

function registerOn(book: ScreeningBook, at: ScreeningTime): PartyRegister {
  return (party) => inForce(book.register.get(party) ?? [], { on: at.date, knownBy: at.knownBy })[0];
}

function listsOn(book: ScreeningBook, at: ScreeningTime): ReadonlyMap<string, PartyListForm> {
  return new Map(inForce(book.lists, { on: at.date, knownBy: at.knownBy }).map((list) => [list.id, list]));
}

const byReference = (a: RuleReference, b: RuleReference): number =>
  compareCodePoints(a.id, b.id) || compareCodePoints(a.version, b.version);

const NO_RULE: RuleReference = { id: '', version: '' };
const ruleOf = (finding: Finding): RuleReference => (finding.kind === 'rule' ? finding.rule : NO_RULE);

function compareFindings(a: Finding, b: Finding): number {
  return (
    severityOf(b.outcome) - severityOf(a.outcome) ||
    byReference(ruleOf(a), ruleOf(b)) ||
    compareCodePoints(a.reason, b.reason)
  );
}

function splitFindings(
  rules: readonly RestrictionForm[],
  { subject, at, world }: JudgeContext,
): readonly RuleFinding[] {
  const alike = alikeOn(subject.consignment, subject.sameDay);
  return rules.flatMap((rule) => {
    const notes = rule.outcome === 'ALLOW' ? undefined : looksSplit(rule, subject.consignment, alike, world);
    return notes === undefined ? [] : [findingOf(rule, at, { outcome: 'FLAG', reason: 'suspected-splitting', notes })];
  });
}

function distinctReferences(all: readonly RuleReference[]): readonly RuleReference[] {
  const byName = new Map(all.map(({ id, version }) => [`${id} ${version}`, { id, version }]));
  return [...byName.values()].toSorted(byReference);
}

type Spoken = { readonly rules: readonly RestrictionForm[]; readonly lists: ReadonlyMap<string, PartyListForm> };

/** By day and knowledge. A journal asks for one day again and again; its rules and lists are found only once. */
const spokenByBook = new WeakMap<ScreeningBook, Map<string, Spoken>>();

function spokenOn(book: ScreeningBook, at: ScreeningTime): Spoken {
  const days = spokenByBook.get(book) ?? new Map<string, Spoken>();
  spokenByBook.set(book, days);
  const day = `${at.date} ${at.knownBy}`;
  const found = days.get(day) ?? { rules: rulesInForce(book.rules, at), lists: listsOn(book, at) };
  days.set(day, found);
  return found;
}

/**
 * What the book known by `at.knownBy` says to the subject on `at.date`. The strictest finding is the outcome; every rule
 * in force has been asked and stands in `versions`. The order of rules in the book does not matter.
 */
export function screen(
  book: ScreeningBook,
  subject: ScreeningSubject,
  at: ScreeningTime,
  quotas: QuotaReader,
): Screening {
  const { rules, lists } = spokenOn(book, at);
  const register = registerOn(book, at);
  const world = book.world(at);
  const parties = partiesOf(subject, world);
  const context: JudgeContext = {
    subject,
    at,
    world,
    quotas,
    lists,
    decisions: book.decisions,
    register,
    parties,
  };
  const judged = rules.map((rule): Judgement & { readonly rule: RestrictionForm } => ({
    rule,
    ...judgeRule(rule, context),
  }));
  const findings = [
    ...missingPayers(subject, world),
    ...judged.flatMap((one) => one.findings),
    ...splitFindings(rules, context),
  ];
  const asksLists = rules.some((rule) => rule.partyList !== undefined);
  return Object.freeze({
    subject: subject.id,
    outcome: strictest(findings.map((one) => one.outcome)),
    findings: findings.toSorted(compareFindings),
    lifted: judged.flatMap((one) => (one.lifted === undefined ? [] : [one.lifted])),
    deferred: judged.flatMap((one) => (one.deferred === undefined ? [] : [one.deferred])),
    versions: distinctReferences(judged.flatMap((one) => [one.rule, ...one.used])),
    ownersNotKnown: asksLists
      ? parties.known.map(({ party }) => party).filter((party) => register(party)?.owners.length === 0)
      : [],
    at,
  });
}
