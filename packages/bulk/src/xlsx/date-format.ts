import { addDays, type LocalDate, localDate } from '@kontor/domain/kernel/local-date';

/** Numbers of built-in formats that show dates, those of East Asian editions included (ECMA-376, 18.8.30). */
function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
}

/** Whether a cell format shows a calendar date: it has a day, month or year outside quotation marks and brackets. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(id);
  const [first = ''] = code.split(';');
  const bare = first
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/[_*]./g, '');
  return /[dDyYдДгГ]/.test(bare) || /^[^hHsS0#?]*M{1,5}[^hHsS0#?]*$/i.test(bare);
}

const DAY_0 = Object.freeze({ '1900': localDate('1900-01-01'), '1904': localDate('1904-01-01') });
/** Excel counts a 29 February 1900 that never was. */
const DAY_THAT_NEVER_WAS = 60;
const LAST_SERIAL = 2_958_465;

/** The calendar date of a spreadsheet's day number (its fraction is the time of day); undefined where there is none. */
export function dateOfSerial(serial: number, from1904: boolean): LocalDate | undefined {
  const day = Math.floor(serial);
  if (!Number.isFinite(serial) || day > LAST_SERIAL) return undefined;
  if (from1904) return day < 0 ? undefined : addDays(DAY_0['1904'], day);
  if (day < 1 || day === DAY_THAT_NEVER_WAS) return undefined;
  return addDays(DAY_0['1900'], day < DAY_THAT_NEVER_WAS ? day - 1 : day - 2);
}

/**
 * The number of a cell as the spreadsheet shows it: a binary fraction kept to 15 significant digits, as plain decimal
 * text. Undefined when it is no number, or needs an exponent.
 */
export function decimalOfCell(text: string): string | undefined {
  if (/^-?[0-9]{1,15}$/.test(text)) return text.replace(/^(-?)0+(?=[0-9])/, '$1');
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return undefined;
  const digits = value.toPrecision(15);
  if (digits.includes('e')) return Math.abs(value) < 1e-9 ? '0' : undefined;
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}
