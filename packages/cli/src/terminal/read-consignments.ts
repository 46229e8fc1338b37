import type { ImportBatch } from '@kontor/bulk/import/batch';
import { type ImportOptions, type ImportReport, importFile } from '@kontor/bulk/import/import-file';
import { loadProfile, saveProfile } from '@kontor/bulk/profile/profile-file';
import { EMPTY_PROFILE } from '@kontor/bulk/profile/schema';
import { checkConsignment } from '@kontor/domain/consignment/checks';
import type { Consignment } from '@kontor/domain/consignment/schema';
import { ok, type Refusal, type Result } from '@kontor/domain/kernel/refusal';
import { importNames, type OpenBook } from './open-book.ts';
import { progressBar } from './progress-bar.ts';
import type { Session } from './session.ts';

export type ReadOptions = { readonly profile?: string; readonly saveProfile?: string; readonly rejects?: string };

/** What the bulk room needs for a file: profile, names, checks, words for the reasons, a progress bar. */
export async function importOptions(
  session: Session,
  book: OpenBook,
  path: string,
  options: ReadOptions,
): Promise<Result<ImportOptions>> {
  const profile = options.profile === undefined ? ok(EMPTY_PROFILE) : await loadProfile(options.profile);
  if (!profile.ok) return profile;
  const { saveProfile: target } = options;
  const explain = (reason: Refusal): string => session.texts.refusal(reason).reason;
  return ok({
    path,
    profile: profile.value,
    names: importNames(book.loaded),
    check: checkConsignment,
    explain,
    progress: progressBar(session),
    ...(options.rejects === undefined ? {} : { rejects: options.rejects }),
    ...(target === undefined ? {} : { onProfile: async (done) => void (await saveProfile(target, done)) }),
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
