/**
 * ISO 4217, list one (SIX, as of 1 January 2026): every code for money, funds and precious metals, by the number of
 * digits of its minor unit. Codes withdrawn since 2023 stay readable, because the journal holds notes of those years.
 */
const BY_DIGITS: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2: `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
    CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV
    MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD
    SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

/** Withdrawn, all with two digits: BGN at the end of 2025, ANG in 2025, ZWL and SLL in 2024, HRK in 2023. */
const WITHDRAWN = 'ANG BGN HRK SLL ZWL';

/**
 * Codes without a minor unit of their own (metals, bond units, special drawing rights) are not in this table: no
 * charge can be posted in them, as there is nothing to round it to.
 */
export const MINOR_DIGITS: ReadonlyMap<string, number> = new Map([
  ...Object.entries(BY_DIGITS).flatMap(([digits, codes]) =>
    codes.split(/\s+/).map((code) => [code, Number(digits)] as const),
  ),
  ...WITHDRAWN.split(' ').map((code) => [code, 2] as const),
]);
