import type { ImportBatch } from '@kontor/bulk/import/batch';
import { type ImportOptions, type ImportReport, importFile } from '@kontor/bulk/import/import-file';
import { loadProfile, saveProfile } from '@kontor/bulk/profile/profile-file';
import { EMPTY_PROFILE } from '@kontor/bulk/profile/schema';
import type { Ask } from '@kontor/bulk/question/question';
import { checkConsignment } from '@kontor/domain/consignment/checks';
import type { Consignment } from '@kontor/domain/consignment/schema';
import { ok, type Refusal, type Result } from '@kontor/domain/kernel/refusal';
import { inLanguage } from '@kontor/server/explain/price-text';
import { asker, ownTerminal } from './ask.ts';
import { importNames, namesOf, type OpenBook } from './open-book.ts';
import { progressBar } from './progress-bar.ts';
import type { Session } from './session.ts';

export type ReadOptions = { readonly profile?: string; readonly saveProfile?: string; readonly rejects?: string };

/** Asks at the terminal, when somebody sits there; `given` counts the answers. */
function askAt(session: Session, book: OpenBook, count: () => void): Ask | undefined {
  const terminal = ownTerminal();
  if (terminal === undefined) return undefined;
  const names = namesOf(book.loaded);
  const nameOf = (id: string): string | undefined => {
    const words = names(id);
    return words === undefined ? undefined : inLanguage(words, session.texts.language);
  };
  const ask = asker({ texts: session.texts, terminal, nameOf });
  return async (question, isAnswer) => {
    const given = await ask(question, isAnswer);
    if (typeof given === 'string') count();
    return given;
  };
}

/** Keeps the answers where they are to be kept, or tells how they could have been. */
function keepAnswers(
  session: Session,
  target: string | undefined,
  answers: () => number,
): NonNullable<ImportOptions['onProfile']> {
  return async (profile) => {
    if (target === undefined) {
      if (answers() > 0) session.remark(`${session.texts.say('ask.not-kept')}\n`);
      return ok(undefined);
    }
    const saved = await saveProfile(target, profile);
    if (saved.ok) session.remark(`${session.texts.say('ask.kept', { file: target })}\n`);
    return saved;
  };
}

/** What the bulk room needs for a file: profile, names, checks, words for the reasons, questions, a progress bar. */
export async function importOptions(
  session: Session,
  book: OpenBook,
  path: string,
  options: ReadOptions,
): Promise<Result<ImportOptions>> {
  const profile = options.profile === undefined ? ok(EMPTY_PROFILE) : await loadProfile(options.profile);
  if (!profile.ok) return profile;
  const explain = (refusal: Refusal): string => {
    const { reason, remedy } = session.texts.refusal(refusal);
    return `${reason} ${remedy}`;
  };
  let answers = 0;
  const ask = askAt(session, book, () => {
    answers += 1;
  });
  return ok({
    path,
    profile: profile.value,
    names: importNames(book.loaded),
    check: checkConsignment,
    explain,
    progress: progressBar(session),
    onProfile: keepAnswers(session, options.saveProfile, () => answers),
    onUnanswered: (draft) => session.remark(`${session.texts.say('ask.draft')}\n\n${draft}\n`),
    ...(options.rejects === undefined ? {} : { rejects: options.rejects }),
    ...(ask === undefined ? {} : { ask }),
  });
}

/** Reads a whole file of consignments into memory, good rows kept, rejects in a file of their own. */
export async function readConsignments(
  session: Session,
  book: OpenBook,
  path: string,
  options: ReadOptions,
): Promise<
  Result<{
    readonly consignments: readonly Consignment[];
    readonly report: ImportReport;
    readonly warnings: readonly Refusal[];
  }>
> {
  const prepared = await importOptions(session, book, path, options);
  if (!prepared.ok) return prepared;
  const consignments: Consignment[] = [];
  const warnings: Refusal[] = [];
  const report = await importFile(prepared.value, async (batch: ImportBatch) => {
    consignments.push(...batch.consignments.map((one) => one.consignment));
    warnings.push(...batch.warnings);
    await Promise.resolve();
  });
  return report.ok ? ok({ consignments, report: report.value, warnings }) : report;
}
