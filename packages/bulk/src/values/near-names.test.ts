import { describe, expect, test } from 'vitest';
import { nearNames, writtenName } from './near-names.ts';

const BOOK = [
  writtenName('Калининград', 'kaliningrad'),
  writtenName('Kaliningrad', 'kaliningrad'),
  writtenName('Калининград-Сортировочный', 'kaliningrad-yard'),
  writtenName('Кричев-1', 'krichev-1'),
  writtenName('Кричев-2', 'krichev-2'),
  writtenName('ООО «Ромашка»', 'romashka'),
  writtenName('Брест', 'brest'),
];

describe('names written nearly alike', () => {
  test.each([
    ['a slip of the pen', 'Калиниград', ['kaliningrad']],
    ['two letters swapped', 'Калинигнрад', ['kaliningrad']],
    ['another legal form', 'ОАО "Ромашка"', ['romashka']],
    ['a hyphen or none', 'Кричев 1', ['krichev-1']],
    ['a word for the kind of stop', 'ст. Брест', ['brest']],
    ['a word less, the nearest first', 'Калининград Сортировочный эксп.', ['kaliningrad-yard', 'kaliningrad']],
    ['a number left out', 'Кричев', ['krichev-1', 'krichev-2']],
  ])('are offered: %s', (_what, text, ids) => {
    expect(nearNames(BOOK, text)).toEqual(ids);
  });

  test.each([
    ['another number', 'Кричев-3'],
    ['another name', 'Минск'],
    ['a short name that is alike by chance', 'Бре'],
    ['a code, which is right or wrong', '130008'],
    ['nothing', ' '],
  ])('are not: %s', (_what, text) => {
    expect(nearNames(BOOK, text)).toEqual([]);
  });
});
