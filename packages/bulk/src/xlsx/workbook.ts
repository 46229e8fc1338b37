/**
 * The parts of a workbook that say how to read its sheets: their names, shared texts, date formats.
 * Format: ECMA-376 part 1, sections 18.2 (workbook), 18.4.9 (shared strings), 18.8.30 (number formats).
 */
import { ok, type Refusal, type Result, refusal, refused } from '@kontor/domain/kernel/refusal';
import { LIMITS } from '../file/limits.ts';
import { isDateFormat } from './date-format.ts';
import { parseMember } from './xml.ts';
import { openZip, type Zip, type ZipMember } from './zip.ts';

export type SheetEntry = { readonly name: string; readonly isHidden: boolean; readonly member: ZipMember };

export type Workbook = {
  readonly zip: Zip;
  readonly sheets: readonly SheetEntry[];
  /** Day 0 is 1904-01-01 (old Macintosh workbooks) and not 1899-12-31. */
  readonly from1904: boolean;
  readonly sharedTexts: readonly string[];
  /** Whether the cell format of that number shows a date. */
  readonly dateStyles: readonly boolean[];
};

type Relations = ReadonlyMap<string, { readonly type: string; readonly target: string }>;

/** `..` and leading slashes of a relation's target, resolved against the folder of the part that names it. */
function resolveTarget(folder: string, target: string): string {
  const path: string[] = target.startsWith('/') ? [] : folder.split('/').filter((step) => step !== '');
  for (const step of target.split('/')) {
    if (step === '..') path.pop();
    else if (step !== '' && step !== '.') path.push(step);
  }
  return path.join('/').toLowerCase();
}

async function readRelations(zip: Zip, part: string): Promise<Result<Relations>> {
  const [folder, name] = [part.slice(0, part.lastIndexOf('/') + 1), part.slice(part.lastIndexOf('/') + 1)];
  const member = zip.members.get(`${folder}_rels/${name}.rels`);
  const relations = new Map<string, { type: string; target: string }>();
  if (member === undefined) return ok(relations);
  const reason = await parseMember(zip, member, {
    open: (tag, { Id, Type, Target }) => {
      if (tag !== 'Relationship' || Id === undefined || Target === undefined) return;
      relations.set(Id, { type: (Type ?? '').replace(/^.*\//, ''), target: resolveTarget(folder, Target) });
    },
  });
  return reason === undefined ? ok(relations) : refused(reason);
}

type Listed = { readonly name: string; readonly isHidden: boolean; readonly relation: string };

async function readSheetList(
  zip: Zip,
  member: ZipMember,
): Promise<Result<{ sheets: readonly Listed[]; from1904: boolean }>> {
  const sheets: Listed[] = [];
  let from1904 = false;
  const reason = await parseMember(zip, member, {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') from1904 = attributes['date1904'] === '1' || attributes['date1904'] === 'true';
      if (tag !== 'sheet') return;
      const isHidden = attributes['state'] === 'hidden' || attributes['state'] === 'veryHidden';
      const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      sheets.push({ name: attributes['name'] ?? '', isHidden, relation });
    },
  });
  return reason === undefined ? ok({ sheets, from1904 }) : refused(reason);
}

/** Undoes `_x000D_`, the way in which spreadsheets write characters that XML does not allow. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

async function readSharedTexts(zip: Zip, member: ZipMember | undefined): Promise<Result<readonly string[]>> {
  const texts: string[] = [];
  if (member === undefined) return ok(texts);
  let [current, chars, inText, inPhonetic] = ['', 0, false, false];
  const limit = (): Refusal | undefined =>
    chars > LIMITS.sharedChars || texts.length > LIMITS.sharedTexts
      ? refusal('file.too-many-texts', { file: zip.file }, { file: zip.file })
      : undefined;
  const reason = await parseMember(
    zip,
    member,
    {
      open: (tag) => {
        if (tag === 'si') current = '';
        if (tag === 'rPh') inPhonetic = true;
        inText = tag === 't' && !inPhonetic;
      },
      close: (tag) => {
        if (tag === 't') inText = false;
        if (tag === 'rPh') inPhonetic = false;
        if (tag === 'si') texts.push(unescapeText(current));
      },
      text: (text) => {
        if (!inText) return;
        current += text;
        chars += text.length;
      },
    },
    { limit: LIMITS.unpackedBytes, enough: limit },
  );
  return reason === undefined ? ok(texts) : refused(reason);
}

async function readDateStyles(zip: Zip, member: ZipMember | undefined): Promise<Result<readonly boolean[]>> {
  const styles: boolean[] = [];
  if (member === undefined) return ok(styles);
  const custom = new Map<number, string>();
  let inCellFormats = false;
  const reason = await parseMember(zip, member, {
    open: (tag, attributes) => {
      if (tag === 'numFmt') custom.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      if (tag === 'cellXfs') inCellFormats = true;
      if (tag === 'xf' && inCellFormats) {
        const id = Number(attributes['numFmtId'] ?? 0);
        styles.push(isDateFormat(id, custom.get(id)));
      }
    },
    close: (tag) => {
      if (tag === 'cellXfs') inCellFormats = false;
    },
  });
  return reason === undefined ? ok(styles) : refused(reason);
}

/** Opens a workbook: everything but its cells. A ZIP that is no workbook is refused. */
export async function openWorkbook(file: string): Promise<Result<Workbook>> {
  const zip = await openZip(file);
  if (!zip.ok) return zip;
  const root = await readRelations(zip.value, '');
  if (!root.ok) return root;
  const main =
    [...root.value.values()].find((relation) => relation.type === 'officeDocument')?.target ?? 'xl/workbook.xml';
  const member = zip.value.members.get(main);
  if (member === undefined) return refused(refusal('file.zip-no-workbook', { file }, { file }));
  const list = await readSheetList(zip.value, member);
  if (!list.ok) return list;
  const relations = await readRelations(zip.value, main);
  if (!relations.ok) return relations;
  const sheets: SheetEntry[] = [];
  for (const { name, isHidden, relation } of list.value.sheets) {
    const target = relations.value.get(relation);
    const part = target === undefined ? undefined : zip.value.members.get(target.target);
    // Chart sheets have no cells; they are listed in the workbook like the others.
    if (target?.type === 'worksheet' && part !== undefined) sheets.push({ name, isHidden, member: part });
  }
  if (sheets.length === 0) return refused(refusal('file.no-sheet', { file }, { file }));
  const partOfType = (type: string): ZipMember | undefined =>
    zip.value.members.get([...relations.value.values()].find((relation) => relation.type === type)?.target ?? '');
  const sharedTexts = await readSharedTexts(zip.value, partOfType('sharedStrings'));
  if (!sharedTexts.ok) return sharedTexts;
  const dateStyles = await readDateStyles(zip.value, partOfType('styles'));
  if (!dateStyles.ok) return dateStyles;
  return ok({
    zip: zip.value,
    sheets,
    from1904: list.value.from1904,
    sharedTexts: sharedTexts.value,
    dateStyles: dateStyles.value,
  });
}
