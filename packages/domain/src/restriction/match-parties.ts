/**
 * Matching the parties of a subject with a list, by id, by exact normalised name, and through owners. A match is a
 * candidate: only a person says whether it is the same party.
 */
import { compareCodePoints } from '../kernel/code-point.ts';
import type { LocalDate } from '../kernel/local-date.ts';
import type { ListedParty, PartyDecision, PartyListForm } from './form.ts';
import { normaliseName } from './normalise-name.ts';
import type { Candidate, MatchedBy } from './screening.ts';

/** What the register says of a party: every name it has, normalised, and its owners as names or ids. */
export type PartyNames = { readonly names: ReadonlySet<string>; readonly owners: readonly string[] };

const NO_NAMES: ReadonlySet<string> = new Set();

export type PartyRegister = (party: string) => PartyNames | undefined;

export type RoleOfParty = { readonly party: string; readonly roles: readonly string[] };

export type ListMatches = {
  /** Not decided yet. */
  readonly open: readonly Candidate[];
  /** Decided to be the one on the list. */
  readonly same: readonly Candidate[];
  readonly unknownParties: readonly string[];
  readonly decisions: readonly PartyDecision[];
};

type Identity = { readonly ids: ReadonlySet<string>; readonly names: ReadonlySet<string> };

/** An owner above the party, at any remove, with the words the register has for it. */
type Owner = Identity & { readonly shown: string };

function identityOf(party: string, register: PartyRegister): Identity {
  return { ids: new Set([party]), names: register(party)?.names ?? NO_NAMES };
}

/** All owners above a party. Ownership may go in circles; each is visited once. */
function ownersOf(party: string, register: PartyRegister): readonly Owner[] {
  const seen = new Set<string>([party]);
  const found: Owner[] = [];
  const waiting = [...(register(party)?.owners ?? [])];
  for (let owner = waiting.shift(); owner !== undefined; owner = waiting.shift()) {
    if (seen.has(owner)) continue;
    seen.add(owner);
    const own = identityOf(owner, register);
    found.push({ ids: own.ids, names: new Set([...own.names, normaliseName(owner)]), shown: owner });
    waiting.push(...(register(owner)?.owners ?? []));
  }
  return found;
}

const isListed = (listed: ListedParty, one: Identity): boolean =>
  (listed.party !== undefined && one.ids.has(listed.party)) || one.names.has(listed.normalised);

function matchOne(
  listed: ListedParty,
  self: Identity,
  owners: readonly Owner[],
): { readonly by: MatchedBy; readonly via?: string } | undefined {
  if (listed.party !== undefined && self.ids.has(listed.party)) return { by: 'id' };
  if (self.names.has(listed.normalised)) return { by: 'name' };
  const owner = owners.find((one) => isListed(listed, one));
  if (owner !== undefined) return { by: 'owner', via: owner.shown };
  for (const { shown, normalised } of listed.owners) {
    const shares = [self, ...owners].some((one) => one.ids.has(shown) || one.names.has(normalised));
    if (shares) return { by: 'shared-owner', via: shown };
  }
  return undefined;
}

const isOnList = (listed: ListedParty, date: LocalDate): boolean =>
  listed.listed <= date && (listed.delisted === undefined || date < listed.delisted);

/** The last decision made by the day; of two of one day, `same`. */
function decisionOn(
  candidate: Candidate,
  decisions: readonly PartyDecision[],
  knownBy: LocalDate,
): PartyDecision | undefined {
  const normalised = normaliseName(candidate.name);
  return decisions
    .filter((one) => one.known <= knownBy && one.list === candidate.list.id)
    .filter((one) => one.party === candidate.party && one.normalised === normalised)
    .toSorted(
      (a, b) =>
        compareCodePoints(b.on, a.on) || compareCodePoints(b.decision, a.decision) || compareCodePoints(a.id, b.id),
    )[0];
}

function compareCandidates(a: Candidate, b: Candidate): number {
  return compareCodePoints(a.party, b.party) || compareCodePoints(a.name, b.name) || compareCodePoints(a.by, b.by);
}

/** Every party of the subject against one list, as it stood on the date, with the decisions known by the day. */
export function matchParties(
  list: PartyListForm,
  parties: readonly RoleOfParty[],
  by: {
    readonly register: PartyRegister;
    readonly decisions: readonly PartyDecision[];
    readonly date: LocalDate;
    readonly knownBy: LocalDate;
  },
): ListMatches {
  const reference = { id: list.id, version: list.version };
  const inForce = list.parties.filter((listed) => isOnList(listed, by.date));
  const candidates = parties.flatMap(({ party, roles }): Candidate[] => {
    const self = identityOf(party, by.register);
    const owners = ownersOf(party, by.register);
    return inForce.flatMap((listed) => {
      const match = matchOne(listed, self, owners);
      return match === undefined ? [] : [{ list: reference, name: listed.name, party, roles, ...match }];
    });
  });
  const decided = candidates
    .toSorted(compareCandidates)
    .map((candidate) => ({ candidate, decision: decisionOn(candidate, by.decisions, by.knownBy) }));
  return {
    open: decided.filter((one) => one.decision === undefined).map((one) => one.candidate),
    same: decided.filter((one) => one.decision?.decision === 'same').map((one) => one.candidate),
    unknownParties: parties.map(({ party }) => party).filter((party) => by.register(party) === undefined),
    decisions: decided.flatMap((one) => (one.decision === undefined ? [] : [one.decision])),
  };
}
