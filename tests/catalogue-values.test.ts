import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WARNINGS } from '@kontor/domain/agreement/answer';
import { UNCLEAR_REASONS } from '@kontor/domain/agreement/evidence';
import { statusKey, unclearKey, warningKey } from '@kontor/domain/agreement/message-keys';
import { STATUSES } from '@kontor/domain/agreement/status';
import { LANGUAGES } from '@kontor/domain/kernel/schema';
import { KINDS } from '@kontor/domain/office/kinds';
import { OPEN_STATES, STANDINGS, VERDICTS } from '@kontor/domain/promise/answer';
import * as promiseKeys from '@kontor/domain/promise/message-keys';
import { PLAN_VERDICTS } from '@kontor/domain/promise/register';
import { MODALITIES } from '@kontor/domain/promise/schema';
import { INTERVAL_KINDS, REVIEW_GAPS } from '@kontor/domain/restriction/in-force';
import * as screeningKeys from '@kontor/domain/restriction/message-keys';
import { OUTCOMES } from '@kontor/domain/restriction/schema';
import { FINDING_REASONS, MATCHES, PURPOSES } from '@kontor/domain/restriction/screening';
import { TURNOVER_DIMENSIONS } from '@kontor/domain/turnover/dimensions';
import * as turnoverKeys from '@kontor/domain/turnover/message-keys';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOMS = ['agreement', 'promise', 'restriction', 'turnover'];

/** Every value an answer of these rooms can have, as the key it is said by. */
const KEYS: readonly string[] = [
  ...STATUSES.map(statusKey),
  ...WARNINGS.map(warningKey),
  ...UNCLEAR_REASONS.map(unclearKey),
  ...MODALITIES.map(promiseKeys.modalityKey),
  ...VERDICTS.map(promiseKeys.verdictKey),
  ...STANDINGS.map(promiseKeys.standingKey),
  ...OPEN_STATES.map(promiseKeys.openStateKey),
  ...PLAN_VERDICTS.map(promiseKeys.planKey),
  promiseKeys.UNKNOWN_DIRECTION_KEY,
  ...OUTCOMES.map(screeningKeys.outcomeKey),
  ...FINDING_REASONS.map(screeningKeys.reasonKey),
  ...REVIEW_GAPS.map(screeningKeys.reviewKey),
  ...MATCHES.map(screeningKeys.matchKey),
  ...INTERVAL_KINDS.map(screeningKeys.intervalKey),
  ...(['document', 'wind-down'] as const).map(screeningKeys.liftedKey),
  ...PURPOSES.map(screeningKeys.purposeKey),
  screeningKeys.NO_CLEARANCE_KEY,
  screeningKeys.DEFERRED_KEY,
  ...TURNOVER_DIMENSIONS.map(turnoverKeys.dimensionKey),
  ...(['consignments', 'mass', 'pieces', 'heads', 'value'] as const).map(turnoverKeys.measureKey),
  turnoverKeys.CONFIDENTIAL_KEY,
  turnoverKeys.NOT_SPECIFIED_KEY,
  turnoverKeys.LACKING_KEY,
];

describe.each(LANGUAGES)('the catalogue in %s', (language) => {
  const messages = ROOMS.flatMap((room) => {
    const path = join(import.meta.dirname, '..', 'catalogues', language, `${room}.json`);
    return Object.keys(z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, 'utf8'))));
  });
  const values = messages.filter((key) => !key.startsWith('refusal.'));

  it('has words for every kind of entry that a check counts', () => {
    const path = join(import.meta.dirname, '..', 'catalogues', language, 'cli.json');
    const cli = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, 'utf8')));
    expect(Object.keys(KINDS).filter((kind) => cli[`check.kind.${kind}`] === undefined)).toEqual([]);
  });

  it('has words for every value of a screening, an agreement, a promise and a turnover, and for no other', () => {
    expect(values.toSorted()).toEqual([...KEYS].toSorted());
  });
});
