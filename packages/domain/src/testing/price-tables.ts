/** Tables written out for tests of look-ups, with the step that reads each. The first row stands in line 10. */

/** By distance; the second column has no value in the first row. */
export const RATES = `tables:
  rates:
    columns: [from, to, value, special]
    rows:
      - [1, 100, '1000', '']
      - [101, 200, '1900', '5']
    keys: { distance: { match: belt, from: from, to: to, whole: true, fact: leg.distanceKm } }`;
/** By type and axles, of which a cell may be open. */
export const TYPES = `tables:
  types:
    columns: [type, axles, value]
    rows:
      - [hopper, '*', '1']
      - ['*', '4', '2']
      - ['', '*', '3']
    keys:
      type: { match: exact, column: type, fact: wagon.type }
      axles: { match: exact, column: axles, fact: wagon.axles }`;
/** By prefixes of codes; `several` says what holds for goods in several rows. */
export const goodsTable = (several = ''): string => `tables:
  classes:
    columns: [goods, value]
    rows:
      - ['281', '2']
      - ['16', '4']
      - ['1', '6']
    keys: { goods: { match: goods, column: goods, system: ETSNG } }
${several}`;
export const lookUpRate = (more = ''): string => `{ step: lookup, name: rate, value: { table: rates${more} } }`;
export const LOOK_UP_TYPE = '{ step: lookup, name: rate, value: { table: types } }';
export const LOOK_UP_GOODS = '{ step: lookup, name: rate, value: { table: classes } }';
